from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from cartvision.deploy_triton.__main__ import main as deploy
from cartvision.storage.store import open_store
from cartvision.triton.channels import released_on
from cartvision.triton.environment import TritonEnvironment, find_environment
from cartvision.triton.ports import reserve
from cartvision.triton.release import MODELS, folder_of
from cartvision.triton.server import Server, running
from unit.triton.small import deploy_flags

FOLDER = Path(__file__).parents[2] / ".triton"


@dataclass(frozen=True)
class Shop:
    """A deployed release, and the export that it was made from."""

    releases: Path
    release: Path
    export: Path


@pytest.fixture(scope="session")
def triton() -> Path:
    if not FOLDER.is_dir():
        pytest.skip("there is no .triton beside the tests: run `make triton`")
    return FOLDER


@pytest.fixture(scope="session")
def environment(triton: Path) -> TritonEnvironment:
    return find_environment(triton)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    folder = tmp_path_factory.mktemp("shop")
    flags = deploy_flags(folder, releases=str(folder / "releases-of"))
    deploy(flags)
    name = released_on(open_store(flags.releases), "stable")
    return Shop(folder / "releases-of", folder / "releases-of" / folder_of(name), flags.model)


@pytest.fixture(scope="session")
def server(
    environment: TritonEnvironment, shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    work, ports = tmp_path_factory.mktemp("triton"), reserve(http=0, grpc=0)
    models = shop.release / MODELS
    with running(models, environment=environment, ports=ports, work=work) as started:
        yield started
