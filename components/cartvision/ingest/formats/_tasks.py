"""What Label Studio exports: tasks with annotations, which are lists of results."""

import math
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, model_validator

from cartvision.data.picture import Box

POINT = tuple[float, float]
NAMED = ("category", "sku", "choice")  # controls whose plain words JSON-MIN has among the data


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True)


class Value(_Model):
    """What was drawn, in percent of the picture, and what was chosen or written."""

    x: float | None = None
    y: float | None = None
    width: float | None = None
    height: float | None = None
    rotation: float = 0  # degrees, clockwise, about the upper left corner
    points: list[POINT] = []
    rectanglelabels: list[str] = []
    polygonlabels: list[str] = []
    labels: list[str] = []
    choices: list[str] = []
    taxonomy: list[list[str]] = []
    text: list[str] | str = []

    @property
    def label(self) -> str:
        return next(iter(self.rectanglelabels + self.polygonlabels + self.labels), "")

    @property
    def words(self) -> list[str]:
        texts = [self.text] if isinstance(self.text, str) else self.text
        return [*self.choices, *(" > ".join(path) for path in self.taxonomy), *texts]


class Result(_Model):
    """One thing that was drawn or said; what is said of a region has the region's id."""

    id: str = ""
    from_name: str = ""  # of the control
    type: str = ""
    value: Value = Value()
    original_width: int | None = None
    original_height: int | None = None
    image_rotation: float = 0

    @property
    def size(self) -> tuple[int, int] | None:
        width, height = self.original_width, self.original_height
        return (width, height) if width and height else None

    @property
    def box(self) -> Box | None:
        """The bounding box in shares of the picture; None for what has no place in it."""
        drawn = self.value
        x, y, width, height = drawn.x, drawn.y, drawn.width, drawn.height
        if x is None or y is None or width is None or height is None:
            points = drawn.points
        elif drawn.rotation:
            points = _turned((x, y), (width, height), degrees=drawn.rotation, size=self.size)
        else:
            points = [(x, y), (x + width, y + height)]
        if not points:
            return None
        xs, ys = zip(*points, strict=True)
        return min(xs) / 100, min(ys) / 100, max(xs) / 100, max(ys) / 100


class Annotation(_Model):
    """What one person said of a task."""

    result: list[Result]
    was_cancelled: bool = False
    ground_truth: bool = False
    updated_at: str | None = None

    @property
    def subjects(self) -> list[list[Result]]:
        """Results of one region, or of the whole picture, together."""
        found: dict[str, list[Result]] = defaultdict(list)
        for number, result in enumerate(self.result):
            found[result.id or str(number)].append(result)
        return list(found.values())


class Task(_Model):
    """A picture, and what people said of it."""

    data: dict[str, Any]
    annotations: list[Annotation]

    @model_validator(mode="before")
    @classmethod
    def json_min_is_unfolded(cls, given: Any) -> Any:
        """JSON-MIN has the results of each control beside the data, without ids."""
        if not isinstance(given, dict) or "annotation_id" not in given:
            return given
        results = [result for name, said in given.items() for result in _unfolded(name, said)]
        annotation = {"result": results, "updated_at": given.get("updated_at")}
        return {"data": given, "annotations": [annotation]}

    @property
    def annotation(self) -> Annotation | None:
        """The ground truth if one is marked so, else the newest; None if nobody is done with it."""
        done = [one for one in self.annotations if not one.was_cancelled]
        return max(done, key=lambda one: (one.ground_truth, one.updated_at or ""), default=None)


def _unfolded(name: str, said: Any) -> Iterator[dict[str, Any]]:
    if isinstance(said, list):
        for value in said:
            if isinstance(value, dict):
                yield {**value, "from_name": name, "value": value, "id": ""}
    elif isinstance(said, dict) and "choices" in said:
        yield {"from_name": name, "value": said}
    elif isinstance(said, str) and name in NAMED:
        yield {"from_name": name, "value": {"choices": [said]}}


def _turned(corner: POINT, sides: POINT, *, degrees: float, size: POINT | None) -> list[POINT]:
    """The corners, in percent; a turn is one of pixels, so it takes the picture's shape."""
    wide, tall = size or (1, 1)
    cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    across, down = sides[0] * wide, sides[1] * tall
    steps = [(0.0, 0.0), (across, 0.0), (0.0, down), (across, down)]
    return [
        (corner[0] + (x * cos - y * sin) / wide, corner[1] + (x * sin + y * cos) / tall)
        for x, y in steps
    ]
