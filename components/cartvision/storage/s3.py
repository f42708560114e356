"""A prefix of an S3 bucket as a store, through boto3 and its usual settings."""

from collections.abc import Iterator
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cartvision.errors import InputError, WorkError

MISSING = ("NoSuchKey", "404")
TAKEN = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409")


class S3Store:
    """Endpoint, region, profile and keys come from where AWS tools look for them."""

    def __init__(self, *, bucket: str, prefix: str) -> None:
        self.bucket = bucket
        self.prefix = f"{prefix}/" if prefix else ""
        self.uri = f"s3://{bucket}/{prefix}".rstrip("/")
        retries = {"mode": "standard", "max_attempts": 5}
        self._client: Any = boto3.client("s3", config=Config(retries=retries))

    def keys(self, prefix: str = "") -> Iterator[str]:
        pages = self._client.get_paginator("list_objects_v2").paginate(
            Bucket=self.bucket, Prefix=self.prefix + prefix
        )
        try:
            for page in pages:
                for item in page.get("Contents", []):
                    yield item["Key"].removeprefix(self.prefix)
        except (BotoCoreError, ClientError) as error:
            raise self._explained(error, key=prefix) from error

    def read(self, key: str) -> bytes:
        return self.read_tagged(key)[0]

    def read_tagged(self, key: str) -> tuple[bytes, str]:
        try:
            answer = self._client.get_object(Bucket=self.bucket, Key=self.prefix + key)
            return answer["Body"].read(), answer["ETag"]
        except (BotoCoreError, ClientError) as error:
            if _code(error) in MISSING:
                raise KeyError(key) from error
            raise self._explained(error, key=key) from error

    def write(self, key: str, content: bytes) -> None:
        self._put(key, content)

    def write_if(self, key: str, content: bytes, *, tag: str | None) -> bool:
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        try:
            self._put(key, content, **condition)
        except WorkError as error:
            if _code(error.__cause__) not in TAKEN:
                raise
            # A write whose answer was lost is tried again, and then meets itself.
            return self.read(key) == content
        return True

    def _put(self, key: str, content: bytes, **condition: str) -> None:
        try:
            self._client.put_object(
                Bucket=self.bucket, Key=self.prefix + key, Body=content, **condition
            )
        except (BotoCoreError, ClientError) as error:
            raise self._explained(error, key=key) from error

    def _explained(self, error: Exception, *, key: str) -> Exception:
        place = f"{self.uri}/{key}".rstrip("/")
        if _code(error) == "NoSuchBucket":
            return InputError(f"{place}: there is no bucket {self.bucket!r}. Create it first.")
        if _code(error) in ("AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch"):
            return InputError(f"{place}: access refused ({error}). Check the AWS credentials.")
        return WorkError(f"{place}: {error}")


def _code(error: BaseException | None) -> str:
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
