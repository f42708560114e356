"""What train_detector is told."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from cartvision.flags import Flags
from cartvision.training.recipe import Recipe

WEIGHT_AVERAGE = 0.98  # over the last fifty steps or so: runs of a few hundred steps are the rule


class TrainDetectorFlags(Flags):
    """Fine-tune the dense product detector on the train split; val chooses its threshold."""

    dataset: list[Path] = Field(description="dataset folder; several are shards of one")
    model: Path = Field(description="model folder to write")
    report: Path = Field(description="report folder to write")
    page: Path | None = Field(None, description="where to write the report's page once more")
    steps: PositiveInt = Field(400, description="optimisation steps")
    batch: PositiveInt = Field(4, description="pictures a step")
    size: PositiveInt = Field(320, multiple_of=32, description="side of the model's square, pixels")
    learning_rate: PositiveFloat = Field(2e-3, description="highest learning rate")
    seed: NonNegativeInt = Field(0, description="seed of the run")

    def recipe(self) -> Recipe:
        return Recipe(
            steps=self.steps,
            batch=self.batch,
            learning_rate=self.learning_rate,
            seed=self.seed,
            average=WEIGHT_AVERAGE,
            half_precision=True,
        )
