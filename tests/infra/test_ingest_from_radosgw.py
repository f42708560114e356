"""Ingest from a real S3 server: refused with words, cut off and taken up again."""

from pathlib import Path
from zlib import crc32

import boto3
import pytest

from buckets import new_bucket, speaking_to
from cartvision.data.info import read_info
from cartvision.errors import InputError
from cartvision.ingest.__main__ import main
from cartvision.ingest.flags import IngestFlags
from cutting_proxy import Cut, CuttingProxy
from infra.radosgw import Gateway
from shelves import write_source

pytestmark = pytest.mark.infra

COUNT = 40


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("ingest") / "source"
    write_source(folder, count=COUNT)
    return folder


@pytest.fixture
def address(proxy: CuttingProxy, source: Path, request: pytest.FixtureRequest) -> str:  # noqa: ARG001 - the AWS tools speak through it
    bucket = f"ingest-{crc32(request.node.nodeid.encode())}"
    uri = new_bucket(bucket)
    for path in source.rglob("*.*"):
        key = f"spring/{path.relative_to(source).as_posix()}"
        boto3.session.Session().client("s3").upload_file(str(path), bucket, key)
    return f"{uri}/spring"


def ingested(source: str, folder: Path) -> str:
    """The fingerprint."""
    main(
        IngestFlags(
            source=[source],
            format=["sku110k"],
            dataset=folder / "d",
            report=folder / "r",
            workers=4,
        )
    )
    return read_info(folder / "d").fingerprint


def test_a_bucket_gives_what_a_folder_gives_though_connections_break(
    proxy: CuttingProxy, address: str, source: Path, tmp_path: Path
) -> None:
    ways = [(600, "reset"), (900, "close"), (300, "close"), (700, "reset")]
    proxy.cuts.extend(Cut(after, way, of="/images/") for after, way in ways)
    assert ingested(address, tmp_path / "bucket") == ingested(str(source), tmp_path / "folder")
    assert not proxy.cuts
    assert any(one.range.startswith("bytes=") for one in proxy.passed)


def test_wrong_credentials_are_refused_and_nothing_is_written(
    gateway: Gateway, address: str, tmp_path: Path
) -> None:
    with (
        speaking_to(gateway.endpoint, access_key=gateway.access_key, secret_key="guessed"),  # noqa: S106 - a wrong one
        pytest.raises(InputError, match="access refused, the secret key is not the one"),
    ):
        ingested(address, tmp_path)
    assert not (tmp_path / "d").exists()
