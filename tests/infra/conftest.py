from pathlib import Path

import pytest

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
