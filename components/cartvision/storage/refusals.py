"""What S3 and boto say when they cannot, in words that name the place and the next step."""

from botocore.exceptions import (
    ConnectTimeoutError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ProfileNotFound,
)

from cartvision.errors import InputError, WorkError
from cartvision.storage.transfer import code_of

REFUSED = {
    "AccessDenied": "these credentials may not do this here",
    "403": "these credentials may not do this here",
    "ExpiredToken": "the session token has expired",
    "InvalidToken": "the session token is none of this service",
    "InvalidAccessKeyId": "the access key is not known there",
    "SignatureDoesNotMatch": "the secret key is not the one of this access key",
}
ELSEWHERE = ("PermanentRedirect", "AuthorizationHeaderMalformed", "301")


def explained(error: Exception, *, place: str, bucket: str, endpoint: str) -> Exception:
    """The error as a user can act on it."""
    code = code_of(error)
    if code == "NoSuchBucket":
        return InputError(
            f"{place}: there is no bucket {bucket!r}. Check its name and AWS_ENDPOINT_URL, "
            "or create it"
        )
    if code in REFUSED:
        return InputError(
            f"{place}: access refused, {REFUSED[code]} ({code}). Check AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        )
    if code in ELSEWHERE:
        return InputError(f"{place}: the bucket is in another region. Set AWS_DEFAULT_REGION")
    return _unasked(error, place=place, endpoint=endpoint)


def _unasked(error: Exception, *, place: str, endpoint: str) -> Exception:
    """The errors of a request that no server answered."""
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return InputError(
            f"{place}: no AWS credentials found ({error}). Set AWS_ACCESS_KEY_ID and "
            "AWS_SECRET_ACCESS_KEY, or AWS_PROFILE"
        )
    if isinstance(error, ProfileNotFound):
        return InputError(f"{place}: {error}. Set AWS_PROFILE to one of ~/.aws/config")
    if isinstance(error, EndpointConnectionError | ConnectTimeoutError):
        return WorkError(
            f"{place}: nothing answers at {endpoint}. Check AWS_ENDPOINT_URL and the network"
        )
    if isinstance(error, ParamValidationError):
        return InputError(f"{place}: {error}")
    return WorkError(f"{place}: {error}")
