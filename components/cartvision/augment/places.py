"""Where a run writes: never over what it reads, nor over what is not its own."""

from cartvision.augment.flags import AugmentFlags
from cartvision.data.info import refuse_foreign
from cartvision.errors import InputError


def refuse_places(flags: AugmentFlags) -> None:
    """InputError before anything is done."""
    given = flags.dataset.resolve()
    for flag, path in (("--out", flags.out), ("--report", flags.reported)):
        if path.is_file():
            raise InputError(f"{flag} {path} is a file, and a folder is to be written there")
        if given.is_relative_to(path.resolve()):
            raise InputError(
                f"{flag} {path} is or holds the dataset {flags.dataset}, which is only read: "
                "write elsewhere"
            )
    refuse_foreign(flags.out, flag="--out")
