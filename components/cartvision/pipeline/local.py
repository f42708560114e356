"""Running a graph with kfp.local, every stage in a process of this environment.

KFP's subprocess runner takes lightweight Python components only, by one check. Our stages are
container components whose command runs in this very environment, so the check is lifted here.
"""

import builtins
import re
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from kfp import local
from kfp.dsl.graph_component import GraphComponent
from kfp.dsl.types.type_utils import InconsistentTypeException
from kfp.local import subprocess_task_handler

from cartvision.errors import InputError, WorkError

COLOUR = re.compile(r"\x1b\[\d+m")  # KFP colours the names in its errors, terminal or not


def run_graph(graph: GraphComponent, *, arguments: Mapping[str, Any], root: Path) -> None:
    """Run to the end; WorkError names the task that failed."""
    local.init(local.SubprocessRunner(use_venv=False), pipeline_root=str(root), raise_on_error=True)
    with _container_components_allowed(), _own_print():
        try:
            graph(**arguments)
        except InconsistentTypeException as error:
            raise InputError(str(error)) from error
        except RuntimeError as error:
            raise WorkError(f"{COLOUR.sub('', str(error))} Its log is above.") from error


@contextmanager
def _container_components_allowed() -> Iterator[None]:
    handler = subprocess_task_handler.SubprocessTaskHandler
    check = handler.validate_not_container_component
    handler.validate_not_container_component = lambda *_: None
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="You may be attemping to run a task")
        # A GPU and a display name are for the cluster; here there is nothing to do about them.
        warnings.filterwarnings("ignore", message=".*have no effect in the current local runner")
        try:
            yield
        finally:
            handler.validate_not_container_component = check


@contextmanager
def _own_print() -> Iterator[None]:
    """KFP indents every print of a loop, and leaves it so when the loop is over."""
    kept = builtins.print
    try:
        yield
    finally:
        builtins.print = kept
