"""The manifests as a cluster receives them: rendered by kustomize."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[2]
MANIFESTS = ROOT / "manifests"
OVERLAYS = ("h100", "l40", "local")
GPU_OVERLAYS = ("h100", "l40")

Document = dict[str, Any]


def render(overlay: str, *, manifests: Path = MANIFESTS) -> list[Document]:
    if shutil.which("kubectl") is None:
        pytest.skip("kubectl is not installed")
    command = ["kubectl", "kustomize", str(manifests / "overlays" / overlay)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return list(yaml.safe_load_all(done.stdout))


def all_of(documents: list[Document], kind: str) -> list[Document]:
    found = [document for document in documents if document["kind"] == kind]
    assert found, f"no {kind} was rendered"
    return found


def only(documents: list[Document], kind: str) -> Document:
    (found,) = all_of(documents, kind)
    return found


def pod_of(documents: list[Document]) -> Document:
    return only(documents, "Deployment")["spec"]["template"]


def container_of(documents: list[Document]) -> Document:
    (container,) = pod_of(documents)["spec"]["containers"]
    return container


def command_of(documents: list[Document]) -> list[str]:
    """The container's command with $(NAME) expanded from the config map that it is given."""
    container = container_of(documents)
    settings = only(documents, "ConfigMap")
    assert {"configMapRef": {"name": settings["metadata"]["name"]}} in container["envFrom"]
    return [
        re.sub(r"\$\((\w+)\)", lambda match: settings["data"][match[1]], word)
        for word in container["command"]
    ]


def probes_of(documents: list[Document]) -> dict[str, Document]:
    container = container_of(documents)
    kinds = ("startup", "readiness", "liveness")
    return {kind: container[f"{kind}Probe"]["httpGet"] for kind in kinds}
