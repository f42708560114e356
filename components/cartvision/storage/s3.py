"""A prefix of an S3 bucket as a store, through boto3 and its usual settings."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from io import BytesIO
from typing import Any, BinaryIO

from boto3.session import Session
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cartvision.errors import InputError, WorkError
from cartvision.storage.refusals import explained
from cartvision.storage.store import Entry
from cartvision.storage.transfer import Sleep, code_of, fetch

MISSING = ("NoSuchKey", "404")
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")

CONNECT_LIMIT = 10  # seconds
READ_LIMIT = 30  # seconds without a byte
CONNECTIONS = 32  # at once: at least the workers of any stage


class S3Store:
    """Endpoint, region, profile and keys come from where AWS tools look for them."""

    def __init__(self, *, bucket: str, prefix: str, sleep: Sleep = time.sleep) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.uri = f"s3://{bucket}/{prefix}".rstrip("/")
        self._sleep = sleep
        self._endpoint = ""
        with self._explained():
            self._client = _client()
        self._endpoint = self._client.meta.endpoint_url

    def require(self) -> None:
        with self._explained():
            self._client.list_objects_v2(Bucket=self.bucket, Prefix=self.prefix, MaxKeys=1)

    def entries(self, prefix: str = "") -> Iterator[Entry]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix + prefix
        )
        with self._explained(prefix):
            for page in pages:
                for item in page.get("Contents", []):
                    key = item["Key"].removeprefix(self.prefix)
                    if key and not key.endswith("/"):  # so ends what consoles show as a folder
                        yield Entry(key, size=item["Size"], tag=item["ETag"])

    def keys(self, prefix: str = "") -> Iterator[str]:
        return (entry.key for entry in self.entries(prefix))

    def read(self, key: str) -> bytes:
        return self.read_tagged(key)[0]

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        content = BytesIO()
        tag = self.download(key, into=content)
        return content.getvalue(), tag

    def download(self, key: str, *, into: BinaryIO, tag: str = "") -> str:
        get = partial(self._client.get_object, Bucket=self.bucket, Key=self.prefix + key)
        with self._explained(key):
            return fetch(get, into=into, tag=tag, sleep=self._sleep)

    def write(self, key: str, content: bytes) -> None:
        self._put(key, content)

    def write_if(self, key: str, content: bytes, *, tag: str | None) -> bool:
        # Bare: with quotes around it, radosgw takes every tag of a write for another one.
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag.strip('"')}
        try:
            self._put(key, content, **condition)
        except KeyError:  # the version to write over was removed
            return False
        except WorkError as error:
            if code_of(error.__cause__) not in TAKEN:
                raise
            # A write whose answer was lost is tried again, and then meets itself.
            return self.read(key) == content
        return True

    def _put(self, key: str, content: bytes, **condition: str) -> None:
        with self._explained(key):
            self._client.put_object(
                Bucket=self.bucket, Key=self.prefix + key, Body=content, **condition
            )

    @contextmanager
    def _explained(self, key: str = "") -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            if code_of(error) in MISSING:
                raise KeyError(key) from error
            place = f"{self.uri}/{key}".rstrip("/")
            raise explained(
                error, place=place, bucket=self.bucket, endpoint=self._endpoint
            ) from error


def _client() -> Any:
    """A client of its own session: the default one remembers the first credentials it saw."""
    config = Config(
        retries={"mode": "standard", "max_attempts": 5},
        connect_timeout=CONNECT_LIMIT,
        read_timeout=READ_LIMIT,
        max_pool_connections=CONNECTIONS,
    )
    try:
        return Session().client("s3", config=config)
    except ValueError as error:  # boto's word for an endpoint that is no URL
        raise InputError(f"{error}. Check AWS_ENDPOINT_URL") from error
