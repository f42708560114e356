"""Small sources for the readers' tests, and what a reader says of them."""

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from cartvision.data.picture import Split
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement, Vocabulary
from cartvision.ingest.faults import Reason
from cartvision.ingest.source import Source
from cartvision.storage.kept import open_kept

PICTURE = b"no reader opens a picture"


@dataclass(frozen=True)
class Told:
    """What a reader said, sorted out."""

    statements: list[Statement]

    @property
    def listed(self) -> dict[str, list[Listed]]:
        found: dict[str, list[Listed]] = defaultdict(list)
        for said in self.statements:
            if isinstance(said, Listed):
                found[said.picture].append(said)
        return dict(found)

    @property
    def claims(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for said in self.statements:
            if isinstance(said, Claim):
                found[said.picture].append(said)
        return dict(found)

    @property
    def attributes(self) -> list[str]:
        words = [said.attributes for said in self.statements if isinstance(said, Vocabulary)]
        return [name for names in words for name in names]

    @property
    def categories(self) -> list[str]:
        words = [said.categories for said in self.statements if isinstance(said, Vocabulary)]
        return [name for names in words for name in names]

    @property
    def splits(self) -> dict[str, Split]:
        return {
            picture: split
            for picture, listed in self.listed.items()
            for split in {said.split for said in listed}
            if split
        }

    @property
    def faults(self) -> dict[str, list[Reason]]:
        found: dict[str, list[Reason]] = defaultdict(list)
        for said in self.statements:
            if not isinstance(said, Vocabulary) and said.fault:
                found[said.picture].append(said.fault)
        return dict(found)


def source(folder: Path) -> Source:
    return Source(open_kept(str(folder), folder=folder / ".kept"), uri=str(folder))


def told(form: Format, folder: Path, hints: Hints | None = None) -> Told:
    return Told(list(form.read(source(folder), hints or Hints())))


def fill(folder: Path, files: dict[str, str | bytes]) -> Path:
    """A source of these files; nothing else than PICTURE need be a picture."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
