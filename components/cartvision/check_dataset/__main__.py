"""Dataset folders → a table, and ok or what is broken."""

from cartvision.check_dataset.flags import CheckDatasetFlags
from cartvision.data.checks import faults
from cartvision.data.reader import Dataset, open_dataset
from cartvision.errors import WorkError
from cartvision.flags import run


def main(flags: CheckDatasetFlags) -> None:
    whole = len(flags.dataset) > 1
    dataset = open_dataset(flags.dataset if whole else flags.dataset[0])
    print(table(dataset))
    broken = 0
    for fault in faults(dataset):
        print(fault)
        broken += 1
    if broken:
        raise WorkError(f"{broken} promises are broken, each named above")
    print("ok")


def table(dataset: Dataset) -> str:
    """One line a split, and the fingerprint."""
    lines = [f"{'split':<8}{'pictures':>10}{'objects':>10}{'shards':>8}"]
    lines += [
        f"{name:<8}{split.pictures:>10}{split.objects:>10}{split.shards:>8}"
        for name, split in dataset.info.splits.items()
    ]
    return "\n".join([*lines, f"fingerprint {dataset.info.fingerprint}"])


if __name__ == "__main__":
    run(main, CheckDatasetFlags)
