"""A Dockerfile as the list of its instructions."""

from dataclasses import dataclass
from pathlib import Path

IMAGES = Path(__file__).parents[2] / "images"


@dataclass(frozen=True)
class Instruction:
    name: str
    value: str


def read(file: Path) -> list[Instruction]:
    lines = [line for line in file.read_text().splitlines() if not line.startswith("#")]
    joined = "\n".join(lines).replace("\\\n", " ").splitlines()
    return [Instruction(*line.split(maxsplit=1)) for line in joined if line.strip()]


def values(instructions: list[Instruction], name: str) -> list[str]:
    return [it.value for it in instructions if it.name == name]
