"""Each way in which S3 cannot be had is one line with the place and the next step."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from botocore.exceptions import ClientError

from buckets import speaking_to
from cartvision.errors import InputError, WorkError
from cartvision.storage.refusals import explained
from cartvision.storage.store import Store, open_store

ASKS: dict[str, Callable[[Store], object]] = {
    "require": lambda store: store.require(),
    "entries": lambda store: list(store.entries()),
    "read": lambda store: store.read("a.jpg"),
    "write": lambda store: store.write("a.jpg", b"x"),
}


@pytest.fixture
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine where no AWS settings are found."""
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.usefixtures("server")
def test_a_missing_bucket_is_the_users_to_create(ask: Callable[[Store], object]):
    with pytest.raises(InputError, match=r"^s3://nowhere/x.*no bucket 'nowhere'.*or create it"):
        ask(open_store("s3://nowhere/x"))


@pytest.mark.parametrize("ask", ASKS.values(), ids=ASKS)
@pytest.mark.usefixtures("nobody")
def test_missing_credentials_are_asked_for(ask: Callable[[Store], object]):
    with pytest.raises(InputError, match=r"^s3://shelves.*no AWS credentials.*AWS_ACCESS_KEY_ID"):
        ask(open_store("s3://shelves"))


@pytest.mark.usefixtures("nobody")
def test_an_unknown_profile_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("AWS_PROFILE", "shop")
    with pytest.raises(InputError, match=r"^s3://shelves: .*\(shop\).*AWS_PROFILE"):
        open_store("s3://shelves")


def test_a_server_that_is_not_there_is_named():
    with speaking_to("http://127.0.0.1:9"):
        store = open_store("s3://shelves")
        with pytest.raises(
            WorkError, match=r"^s3://shelves: nothing answers at http://127.0.0.1:9"
        ):
            store.require()


def test_an_endpoint_that_is_no_url_is_refused():
    with speaking_to("shelves.example"), pytest.raises(InputError, match="AWS_ENDPOINT_URL"):
        open_store("s3://shelves")


@pytest.mark.usefixtures("server")
def test_a_name_that_no_bucket_can_have_is_refused():
    with pytest.raises(InputError, match="Invalid bucket name"):
        open_store("s3://no_such bucket!").require()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("AccessDenied", "may not do this here"),
        ("ExpiredToken", "has expired"),
        ("InvalidAccessKeyId", "access key is not known"),
        ("SignatureDoesNotMatch", "secret key is not the one"),
        ("PermanentRedirect", "AWS_DEFAULT_REGION"),
    ],
)
def test_a_refusal_is_said_in_words(code: str, said: str):
    refusal = ClientError({"Error": {"Code": code}}, "GetObject")
    error = explained(refusal, place="s3://b/k", bucket="b", endpoint="")
    assert isinstance(error, InputError)
    assert str(error).startswith("s3://b/k: ")
    assert said in str(error)


def test_what_nobody_foresaw_keeps_its_words():
    refusal = ClientError({"Error": {"Code": "SlowDown", "Message": "Less, please"}}, "GetObject")
    error = explained(refusal, place="s3://b/k", bucket="b", endpoint="")
    assert isinstance(error, WorkError)
    assert "Less, please" in str(error)
