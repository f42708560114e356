"""KFP's final status of a run, as its exit handler is told."""

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, ValidationError

from cartvision.errors import InputError


class StatusError(BaseModel):
    model_config = ConfigDict(extra="ignore")

    message: str = ""


class FinalStatus(BaseModel):
    """Local runs write snake case, clusters camel case."""

    model_config = ConfigDict(extra="ignore")

    state: str
    task: str = Field(
        "", validation_alias=AliasChoices("pipeline_task_name", "pipelineTaskName", "task")
    )
    error: StatusError = StatusError()

    @property
    def succeeded(self) -> bool:
        return self.state == "SUCCEEDED"


def read_status(text: str) -> FinalStatus:
    try:
        return FinalStatus.model_validate_json(text)
    except ValidationError as error:
        raise InputError(f"--status is not KFP's final status: {error}") from None
