"""An object's bytes on their way into a file, however often the connection breaks."""

import time
from collections.abc import Callable
from typing import Any, BinaryIO

from botocore.exceptions import ClientError, HTTPClientError, IncompleteReadError
from urllib3.exceptions import SSLError

CHUNK = 1 << 16  # bytes; more than a chunk is never fetched twice
TRIES = 6  # connections in a row that may bring nothing new
PAUSE = 0.1  # seconds before the first new try, doubled before each other one

# What boto does not try again: it retries a request, not the body of its answer.
BROKEN = (HTTPClientError, IncompleteReadError, SSLError)  # the last is urllib3's, let through
CHANGED = ("PreconditionFailed", "InvalidRange", "412", "416")

Answer = dict[str, Any]
Sleep = Callable[[float], None]


def fetch(
    get: Callable[..., Answer], *, into: BinaryIO, tag: str = "", sleep: Sleep = time.sleep
) -> str:
    """Fill `into`, which may hold the start of version `tag`, by GetObject; the tag of the bytes.

    A broken connection is taken up at the byte where it broke; an object that changed meanwhile
    is fetched from its start. `into` never holds bytes of two versions.
    """
    answer = _rest(get, into=into, tag=tag)
    furthest, tries = 0, 0
    while broken := _pour(answer["Body"], into):
        tries = 1 if into.tell() > furthest else tries + 1
        furthest = max(furthest, into.tell())
        if tries == TRIES:
            raise broken
        sleep(PAUSE * 2 ** (tries - 1))
        answer = _rest(get, into=into, tag=answer["ETag"])
    return str(answer["ETag"])


def _rest(get: Callable[..., Answer], *, into: BinaryIO, tag: str) -> Answer:
    """The answer with the bytes that `into` lacks: all of them if what it holds is outdated."""
    if held := into.tell():
        try:
            answer = get(Range=f"bytes={held}-", IfMatch=tag)
            if "ContentRange" in answer:
                return answer
            answer["Body"].close()  # a server that knows no ranges
        except ClientError as error:
            if code_of(error) not in CHANGED:
                raise
        into.seek(0)
        into.truncate()
    return get()


def _pour(body: Any, into: BinaryIO) -> Exception | None:
    """None when all bytes came, else what cut them off."""
    try:
        while chunk := body.read(CHUNK):
            into.write(chunk)
    except BROKEN as error:
        return error
    finally:
        body.close()
    return None


def code_of(error: BaseException | None) -> str:
    """The code in a refusal by S3; "" for any other error."""
    return str(error.response["Error"]["Code"]) if isinstance(error, ClientError) else ""
