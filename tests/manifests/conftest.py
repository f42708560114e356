import pytest

from manifests.rendering import OVERLAYS, Document, render


@pytest.fixture(scope="session", params=OVERLAYS)
def documents(request: pytest.FixtureRequest) -> list[Document]:
    return render(request.param)
