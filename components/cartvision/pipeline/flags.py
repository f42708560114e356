"""What the pipeline verbs are told."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field
from pydantic_settings import CliSubCommand

from cartvision.flags import Flags


class CompileFlags(BaseModel):
    """Compile a graph to the YAML that Kubeflow takes."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    graph: Path = Field(Path("pipelines/training.py"), description="Python file with the graph")
    out: Path = Field(description="YAML file to write")
    registry: str = Field("", description="what holds the images instead of cartvision/")


class RunFlags(BaseModel):
    """Run a graph on this machine, every stage in a process of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    runs: Path = Field(description="parameter set: pipelines/runs/*.yaml")
    root: Path = Field(Path("build/runs"), description="folder for what the stages make")
    name: str = Field("", description="name of the run; empty takes its time")
    policy: str = Field("", description="gate's policy by name, instead of the set's own")
    set: list[str] = Field(default_factory=list, description="parameter=value, over the set's own")


class PipelineFlags(Flags):
    """Compile a pipeline graph, or run it on this machine."""

    compile: CliSubCommand[CompileFlags] = Field(description="a graph to YAML for Kubeflow")
    run: CliSubCommand[RunFlags] = Field(description="a graph on this machine")
