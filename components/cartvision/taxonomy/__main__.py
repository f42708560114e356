"""A taxonomy's files → its tree, its faults, or our own YAML of it."""

from cartvision.errors import InputError
from cartvision.files import write_text
from cartvision.flags import run
from cartvision.taxonomy.faults import FaultsError
from cartvision.taxonomy.flags import CheckFlags, ImportFlags, ShowFlags, TaxonomyFlags
from cartvision.taxonomy.part import part_of
from cartvision.taxonomy.reading import read_taxonomy
from cartvision.taxonomy.showing import counts, one, tree
from cartvision.taxonomy.writing import to_yaml


def main(flags: TaxonomyFlags) -> None:
    if flags.show:
        show(flags.show)
    elif flags.check:
        check(flags.check)
    elif flags.take:
        write(flags.take)
    else:
        raise InputError("say what to do: show, check or import")


def show(flags: ShowFlags) -> None:
    taxonomy = read_taxonomy(flags.path, format=flags.format)
    if flags.category:
        lines = one(taxonomy, category=taxonomy.find(flags.category))
    else:
        lines = tree(taxonomy, depth=flags.depth)
    print(*lines, sep="\n")


def check(flags: CheckFlags) -> None:
    """Every fault in a line of its own; the error itself is one line."""
    try:
        taxonomy = read_taxonomy(flags.path, format=flags.format)
    except FaultsError as error:
        print(*error.faults, sep="\n")
        raise InputError(
            f"{flags.path} is broken; faults, see above: {len(error.faults)}"
        ) from None
    print(f"ok: {counts(taxonomy)}")


def write(flags: ImportFlags) -> None:
    if flags.out.is_dir():
        raise InputError(f"{flags.out} is a folder: say --out FILE.yaml")
    taxonomy = read_taxonomy(flags.source, format=flags.format)
    if flags.under or flags.depth:
        taxonomy = part_of(taxonomy, under=flags.under, depth=flags.depth)
    write_text(flags.out, to_yaml(taxonomy))
    print(f"{flags.out}: {counts(taxonomy)}")


if __name__ == "__main__":
    run(main, TaxonomyFlags)
