"""A real S3 server for tests: moto, in a thread of this process, on the loopback."""

from collections.abc import Iterator
from contextlib import contextmanager

import boto3
import pytest
from moto.server import ThreadedMotoServer


@contextmanager
def s3_server() -> Iterator[str]:
    """Within it the AWS tools of this process speak to the server, at this endpoint, alone."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    with speaking_to(endpoint):
        yield endpoint
    server.stop()


@contextmanager
def speaking_to(
    endpoint: str,
    *,
    access_key: str = "test",
    secret_key: str = "test",  # noqa: S107 - a server for tests takes it, or refuses it
) -> Iterator[None]:
    """Within it the AWS tools of this process speak to this endpoint, with these keys."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in {
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_ACCESS_KEY_ID": access_key,
            "AWS_SECRET_ACCESS_KEY": secret_key,
            "AWS_DEFAULT_REGION": "us-east-1",
        }.items():
            patch.setenv(name, value)
        yield


def new_bucket(name: str) -> str:
    boto3.session.Session().client("s3").create_bucket(Bucket=name)
    return f"s3://{name}"
