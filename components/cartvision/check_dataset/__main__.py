"""Dataset folders → a table, and ok or what is broken."""

from cartvision.check_dataset.flags import CheckDatasetFlags
from cartvision.check_dataset.table import table
from cartvision.data.checks import checked
from cartvision.data.figures import Figures
from cartvision.data.picture import SPLITS
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import WorkError
from cartvision.flags import run
from cartvision.loops import progress

MOST_NAMED = 1000  # where every row is broken, the first tell enough


def main(flags: CheckDatasetFlags) -> None:
    whole = len(flags.dataset) > 1
    dataset = open_dataset(flags.dataset if whole else flags.dataset[0])
    figures = Figures(dataset.info.attributes)
    named, broken = check(dataset, figures=figures)
    print(table(figures, info=dataset.info), "", *named, sep="\n")
    if broken:
        raise WorkError(f"promises broken: {broken}; {len(named)} of them are named above")
    print("ok")


def check(dataset: Dataset, *, figures: Figures) -> tuple[list[str], int]:
    """The first broken promises and how many there are; the rows are counted on the way."""
    rows = sum(dataset.size(split) for split in SPLITS)
    named: list[str] = []
    broken = 0
    for row in progress(checked(dataset), what="check", total=rows + 1):
        if row.picture is not None and row.split is not None:
            figures.add(row.picture, split=row.split)
        named += row.faults[: MOST_NAMED - len(named)]
        broken += len(row.faults)
    return named, broken


if __name__ == "__main__":
    run(main, CheckDatasetFlags)
