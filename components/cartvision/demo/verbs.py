"""Other verbs, run as a person runs them: each in a process of its own."""

import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from cartvision.errors import WorkError

READY = "ready at grpc://"


def run_verb(name: str, arguments: Sequence[str]) -> None:
    """Run to the end; its output goes where ours goes."""
    code = subprocess.run(_command(name, arguments), check=False).returncode
    if code:
        raise WorkError(f"cartvision {name} ended with exit code {code}; its error is above")


@contextmanager
def serving(arguments: Sequence[str]) -> Iterator[str]:
    """`cartvision serve` while the block runs; gives host:port of its gRPC."""
    command = _command("serve", arguments)
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield _address(process)
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate()
    if process.returncode:
        raise WorkError(f"cartvision serve ended with exit code {process.returncode}")


def _address(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="", flush=True)
        if line.startswith(READY):
            return line.removeprefix(READY).strip()
    raise WorkError("cartvision serve ended before it was ready; its error is above")


def _command(name: str, arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", f"cartvision.{name}", *arguments]
