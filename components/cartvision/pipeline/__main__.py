"""A graph's file → its YAML, or its run."""

import logging
from datetime import UTC, datetime

from cartvision.errors import InputError
from cartvision.flags import run
from cartvision.pipeline.flags import CompileFlags, PipelineFlags, RunFlags
from cartvision.pipeline.graph import compile_graph, load_graph
from cartvision.pipeline.local import run_graph
from cartvision.pipeline.runs import arguments_of, read_run_set, with_policy

log = logging.getLogger(__name__)


def main(flags: PipelineFlags) -> None:
    if flags.compile:
        compile_to_yaml(flags.compile)
    elif flags.run:
        run_here(flags.run, now=datetime.now(UTC))
    else:
        raise InputError("say what to do: compile or run")


def compile_to_yaml(flags: CompileFlags) -> None:
    graph = load_graph(flags.graph)
    compile_graph(graph, flags.out, registry=flags.registry)
    log.info("%s compiled to %s", graph.name, flags.out)


def run_here(flags: RunFlags, *, now: datetime) -> None:
    run_set = read_run_set(flags.runs)
    if flags.policy:
        run_set = with_policy(run_set, flags.policy)
    graph = load_graph(run_set.graph)
    inputs = graph.pipeline_spec.root.input_definitions.parameters
    required = [name for name, spec in inputs.items() if not spec.is_optional]
    given = arguments_of(run_set, known=list(inputs), required=required, changes=flags.set)
    name = flags.name or now.strftime("%Y%m%d-%H%M%S")
    run_graph(graph, arguments=given, root=(flags.root / name).absolute())
    log.info("run %s is done; its outputs are in %s", name, flags.root / name)


if __name__ == "__main__":
    run(main, PipelineFlags)
