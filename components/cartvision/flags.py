"""Base of every stage's flags, read from the command line only, and the way a stage is run."""

import json
import logging
import sys
import traceback
from collections.abc import Callable, Sequence
from typing import Annotated, Any, TypeVar

from pydantic import Field, ValidationError, model_validator
from pydantic_settings import (
    CLI_SUPPRESS,
    BaseSettings,
    CliApp,
    CliImplicitFlag,
    CliSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from cartvision.errors import InputError, WorkError
from cartvision.outputs import ExecutorInput

Seed = Annotated[int, Field(ge=0, lt=2**32)]  # of a training: NumPy takes no other


class Flags(BaseSettings):
    """What a stage is told. Values are written as KFP renders them: true, 3, JSON for lists."""

    model_config = SettingsConfigDict(
        cli_kebab_case="all",
        cli_hide_none_type=True,
        cli_avoid_json=True,
        cli_enforce_required=False,
        extra="forbid",
        frozen=True,
    )

    executor_input: str = Field("", description=CLI_SUPPRESS)  # KFP's own; no flag for people
    debug: CliImplicitFlag[bool] = Field(False, description="show the traceback of an error")

    @property
    def kfp(self) -> ExecutorInput | None:
        """What KFP told this task, or None when a person runs the stage."""
        if not self.executor_input:
            return None
        return ExecutorInput.model_validate_json(self.executor_input)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003 - the signature is pydantic's
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line alone: an environment variable never changes what a stage does."""
        return (init_settings,)

    @model_validator(mode="before")
    @classmethod
    def lists_of_artifacts_come_from_the_executor_input(cls, values: dict[str, Any]) -> Any:
        """KFP cannot render a list of artifacts as an argument, so such a flag is read from it."""
        if not values.get("executor_input"):
            return values
        told = ExecutorInput.model_validate_json(values["executor_input"])
        listed = {
            name: told.input_paths(name)
            for name in told.inputs.artifacts
            if name in cls.model_fields and name not in values
        }
        return values | listed


class _CommandLine(CliSettingsSource[Any]):
    """Lists and objects are whole JSON, as KFP renders them, or a flag given several times."""

    def _merge_parsed_list(self, parsed_list: list[str], field_name: str) -> str:
        """Instead of pydantic's own reading, which loses quotes, escapes and commas in strings."""
        first, *more = parsed_list
        if more or not first.startswith(("[", "{")):
            return json.dumps(parsed_list)
        try:
            json.loads(first)
        except json.JSONDecodeError as error:
            raise SettingsError(f"{field_name}: {first} is not JSON: {error}") from None
        return first


F = TypeVar("F", bound=Flags)


def parse(flags_type: type[F], arguments: Sequence[str], *, program: str) -> F:
    """The flags in `arguments`; all faults at once as one InputError."""
    source = _CommandLine(flags_type, cli_prog_name=program, cli_exit_on_error=False)
    try:
        return CliApp.run(flags_type, cli_args=list(arguments), cli_settings_source=source)
    except SettingsError as error:
        said = str(error).removeprefix("error parsing CLI: ")
        raise InputError(f"{said} (see {program} --help)") from error
    except ValidationError as error:
        faults = [
            f"{_flag_of(fault['loc'], arguments)}: {_said(fault)}" for fault in error.errors()
        ]
        raise InputError("; ".join(faults) + f" (see {program} --help)") from error


def _flag_of(location: tuple[int | str, ...], arguments: Sequence[str]) -> str:
    """A verb before the flag, as in `pipeline run --runs`, is none of its name."""
    if not location:
        return "flags"
    name = location[1] if location[0] in arguments and len(location) > 1 else location[0]
    return "--" + str(name).replace("_", "-")


def _said(fault: Any) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ")
    given = fault.get("input")
    return f"{message}, given {given!r}" if isinstance(given, str | int | float) else message


def run(main: Callable[[F], None], flags_type: type[F], *, program: str | None = None) -> None:
    """Run a stage from the command line: parse, work, and turn errors into a line and a code."""
    _speak_up()
    arguments = sys.argv[1:]
    name = program or f"cartvision {flags_type.__module__.split('.')[1].replace('_', '-')}"
    try:
        main(parse(flags_type, arguments, program=name))
    except (InputError, WorkError) as error:
        _stop(name, str(error), code=error.exit_code, debug="--debug" in arguments)
    except FileNotFoundError as error:
        said = f"{error.filename}: no such file or folder"
        _stop(name, said, code=InputError.exit_code, debug="--debug" in arguments)
    except KeyboardInterrupt:
        _stop(name, "stopped", code=130, debug=False)
    except Exception as error:  # noqa: BLE001 - the border: a user gets one line, not a traceback
        said = f"{type(error).__name__}: {error} (--debug shows the traceback)"
        _stop(name, said, code=WorkError.exit_code, debug="--debug" in arguments)


def _speak_up() -> None:
    """Our own lines are shown; of the libraries only what is wrong."""
    logging.basicConfig(level=logging.WARNING, format="%(message)s", stream=sys.stdout)
    for name in ("cartvision", "__main__"):
        logging.getLogger(name).setLevel(logging.INFO)


def _stop(name: str, message: str, *, code: int, debug: bool) -> None:
    if debug:
        traceback.print_exc()
    print(f"{name}: error: {' '.join(message.split())}", file=sys.stderr)
    sys.exit(code)
