"""The errors a user sees: one clear line with the fact and the next step."""


class InputError(ValueError):
    """What the user gave is wrong: a flag, a file, a folder. Exit code 2."""

    exit_code = 2


class WorkError(RuntimeError):
    """The input was fine and the work failed. Exit code 1."""

    exit_code = 1
