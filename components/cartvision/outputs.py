"""KFP's executor input and output: how a container component's results reach the Kubeflow UI.

A container is told with `--executor-input` where its artifacts are and where to describe what it
made. Without that description local runs lose the artifacts, and the UI shows no metrics.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

SHOWN = ("system.Metrics", "system.ClassificationMetrics")  # drawn by the UI from their metadata


class _Message(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore")


class Artifact(_Message):
    name: str = ""
    uri: str = ""
    type: dict[str, str] = Field(default_factory=dict)
    metadata: dict[str, Any] = Field(default_factory=dict)
    custom_path: str = ""

    @property
    def path(self) -> Path:
        """Where the launcher put the artifact; the same mapping that KFP's own executor uses."""
        if self.custom_path:
            return Path(self.custom_path)
        for scheme, mount in (("s3://", "/s3/"), ("gs://", "/gcs/"), ("minio://", "/minio/")):
            if self.uri.startswith(scheme):
                return Path(mount + self.uri.removeprefix(scheme))
        return Path(self.uri)


class ArtifactList(_Message):
    artifacts: list[Artifact] = Field(default_factory=list)


class Inputs(_Message):
    artifacts: dict[str, ArtifactList] = Field(default_factory=dict)


class Outputs(_Message):
    artifacts: dict[str, ArtifactList] = Field(default_factory=dict)
    output_file: str = ""


class ExecutorInput(_Message):
    inputs: Inputs = Field(default_factory=Inputs)
    outputs: Outputs = Field(default_factory=Outputs)

    def input_paths(self, name: str) -> list[Path]:
        return [artifact.path for artifact in self.inputs.artifacts[name].artifacts]


def write_executor_output(
    executor_input: ExecutorInput | None, *, metadata: Mapping[str, Mapping[str, Any]]
) -> None:
    """Describe every output artifact; `metadata` (artifact → its values) is what the UI shows.

    A person's run has no executor input, and nothing is written.
    """
    if executor_input is None or not executor_input.outputs.output_file:
        return
    described = {}
    for name, listed in executor_input.outputs.artifacts.items():
        artifact = listed.artifacts[0]
        artifact.metadata |= metadata.get(name, {})
        if artifact.type.get("schemaTitle") in SHOWN:
            # A real file at the artifact's path: the local cache never hits without one.
            artifact.path.parent.mkdir(parents=True, exist_ok=True)
            artifact.path.write_text(json.dumps(artifact.metadata, indent=2))
        described[name] = {"artifacts": [artifact.model_dump(by_alias=True, exclude_defaults=True)]}
    target = Path(executor_input.outputs.output_file)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(json.dumps({"artifacts": described}))
