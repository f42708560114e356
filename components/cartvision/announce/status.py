"""KFP's final status of a run, as its exit handler is told."""

from pydantic import BaseModel, ConfigDict, ValidationError

from cartvision.errors import InputError


class StatusError(BaseModel):
    model_config = ConfigDict(extra="ignore")

    message: str = ""


class FinalStatus(BaseModel):
    model_config = ConfigDict(extra="ignore")

    state: str
    error: StatusError = StatusError()


def read_status(text: str) -> FinalStatus:
    try:
        return FinalStatus.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"--status is not KFP's final status: {error}") from None
