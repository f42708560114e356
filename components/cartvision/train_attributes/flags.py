"""What train_attributes is told."""

from pathlib import Path

from pydantic import Field, NonNegativeInt, PositiveFloat, PositiveInt

from cartvision.flags import Flags
from cartvision.training.recipe import Recipe


class TrainAttributesFlags(Flags):
    """Train the attribute head on product crops; val chooses a threshold for each attribute."""

    dataset: list[Path] = Field(description="dataset folder; several are shards of one")
    model: Path = Field(description="model folder to write")
    report: Path = Field(description="report folder to write")
    page: Path | None = Field(None, description="where to write the report's page once more")
    crops: PositiveInt = Field(12_000, description="most product crops of a split to learn from")
    crop: PositiveInt = Field(64, description="side of a crop, pixels")
    steps: PositiveInt = Field(600, description="optimisation steps")
    batch: PositiveInt = Field(512, description="crops a step")
    learning_rate: PositiveFloat = Field(2e-3, description="highest learning rate")
    seed: NonNegativeInt = Field(0, description="seed of the run")

    def recipe(self) -> Recipe:
        return Recipe(
            steps=self.steps, batch=self.batch, learning_rate=self.learning_rate, seed=self.seed
        )
