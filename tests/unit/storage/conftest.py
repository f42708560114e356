from collections.abc import Iterator
from zlib import crc32

import pytest

from buckets import new_bucket, s3_server, speaking_to
from cutting_proxy import CuttingProxy, cutting_proxy


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The endpoint of an S3 server, to which the AWS tools speak."""
    with s3_server() as endpoint:
        yield endpoint


@pytest.fixture
def proxy(server: str) -> Iterator[CuttingProxy]:
    """A proxy before that server, through which they speak."""
    with cutting_proxy(server) as started, speaking_to(started.endpoint):
        yield started


@pytest.fixture
def bucket(request: pytest.FixtureRequest) -> str:
    """A new bucket's address."""
    request.getfixturevalue("server")
    return new_bucket(f"bucket-{crc32(request.node.nodeid.encode())}")
