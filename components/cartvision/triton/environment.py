"""The environment beside the project's own that holds a real Triton server."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from cartvision.errors import InputError, WorkError

ASSETS = Path(__file__).with_name("assets")
QUESTION = (
    "import json, sysconfig as s; "
    "print(json.dumps([s.get_path('purelib'), s.get_config_var('LIBDIR'), s.get_python_version()]))"
)


@dataclass(frozen=True)
class TritonEnvironment:
    """Where things are in it."""

    binaries: Path  # the folder of its python
    packages: Path  # its site-packages
    python_libraries: Path  # the folder of libpython
    python_version: str  # "3.11": picks the stub that runs Python models

    @property
    def server(self) -> Path:
        return self.packages / "pytriton" / "tritonserver"

    @property
    def command(self) -> Path:
        return self.server / "bin" / "tritonserver"


def find_environment(folder: Path) -> TritonEnvironment:
    python = folder.absolute() / "bin" / "python"
    if not python.is_file():
        raise InputError(f"{folder} holds no Triton environment; `make triton` makes one")
    told = subprocess.run([str(python), "-I", "-c", QUESTION], capture_output=True, check=True)
    packages, libraries, version = json.loads(told.stdout)
    found = TritonEnvironment(python.parent, Path(packages), Path(libraries), version)
    if not found.command.is_file():
        raise WorkError(f"{folder} has no Triton server in it; remove it and run `make triton`")
    return found


def build_backends(environment: TritonEnvironment, folder: Path) -> None:
    """The folder of backends that the server is pointed at: Python, and ONNX Runtime by it."""
    python = folder / "python"
    python.mkdir(parents=True)
    source = environment.server / "backends" / "python"
    stub = environment.server / "python_backend_stubs" / environment.python_version
    for file in (
        source / "libtriton_python.so",
        source / "triton_python_backend_utils.py",
        stub / "triton_python_backend_stub",
    ):
        shutil.copy(file, python / file.name)
    shutil.copytree(ASSETS / "onnxruntime_backend", folder / "onnxruntime")


def variables(environment: TritonEnvironment) -> dict[str, str]:
    """This process's variables, changed so that Triton's models run in Triton's own Python."""
    kept = {name: value for name, value in os.environ.items() if name not in MISLEADING}
    libraries = (environment.packages / "nvidia_pytriton.libs", environment.python_libraries)
    return kept | {
        "LD_LIBRARY_PATH": os.pathsep.join(str(folder) for folder in libraries),
        "PATH": os.pathsep.join([str(environment.binaries), os.environ["PATH"]]),
    }


MISLEADING = ("PYTHONHOME", "PYTHONPATH", "VIRTUAL_ENV")
