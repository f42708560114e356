from collections.abc import Iterator
from pathlib import Path

import pytest

from buckets import speaking_to
from cutting_proxy import CuttingProxy, cutting_proxy
from infra.radosgw import Gateway, gateway  # noqa: F401 - a fixture
from infra.site import Outcome, Values, initialised, run_tests


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return initialised(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def tested(site: Path) -> Outcome:
    return run_tests(site)


@pytest.fixture(scope="session")
def state(tested: Outcome) -> Values:
    """The site with an H100 pool beside its L40 pool."""
    return tested.states["site_with_h100"]


@pytest.fixture
def proxy(gateway: Gateway) -> Iterator[CuttingProxy]:  # noqa: F811 - the fixture above
    """A proxy before the gateway, through which the AWS tools speak."""
    with (
        cutting_proxy(gateway.endpoint) as started,
        speaking_to(started.endpoint, access_key=gateway.access_key, secret_key=gateway.secret_key),
    ):
        yield started
