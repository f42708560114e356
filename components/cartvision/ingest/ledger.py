"""What a source says of a million pictures, kept on disk and read back picture by picture."""

import pickle
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from cartvision.ingest.claims import Claim, Listed, Statement, Vocabulary
from cartvision.ingest.faults import Fault, Reason

TABLES = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA temp_store = FILE;
CREATE TABLE listed (source INT, picture TEXT, body BLOB);
CREATE TABLE claims (source INT, picture TEXT, body BLOB);
"""
INDEX = """
CREATE INDEX listed_by_picture ON listed (source, picture);
CREATE INDEX claims_by_picture ON claims (source, picture);
"""
CASES = """
SELECT source, picture, 0 AS kind, body, rowid FROM listed
UNION ALL SELECT source, picture, 1, body, rowid FROM claims
ORDER BY source, picture, kind, rowid
"""


@dataclass(frozen=True)
class Case:
    """All that is said of one picture."""

    source: int
    listed: Listed
    claims: list[Claim]
    faults: list[Fault]  # rows about the picture that contradict each other
    is_picture: bool  # details alone name none: they belong to a box that is not there

    @cached_property
    def rows(self) -> Counter[str]:
        """Kind of row → how many there are, for the books."""
        details = sum(claim.details for claim in self.claims)
        values = sum(bool(claim.attributes) for claim in self.claims)
        return Counter(labels=len(self.claims) - details, details=details, values=values)


class Ledger:
    """A scratch file: it is filled once, then read in the order of the pictures' names."""

    def __init__(self, path: Path) -> None:
        path.unlink(missing_ok=True)
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(TABLES)
        self.categories: set[str] = set()  # that a source declares
        self._declared: dict[str, None] = {}  # attributes, in the sources' order
        self._met: set[str] = set()  # attributes that rows name

    def fill(self, statements: Iterable[Statement], *, source: int) -> None:
        """Statements of one picture that follow each other are kept together."""
        self._file.execute("BEGIN")
        for picture, run in groupby(statements, key=_picture):
            listed: list[Listed] = []
            claims: list[Claim] = []
            for said in run:
                if isinstance(said, Vocabulary):
                    self._declared |= dict.fromkeys(said.attributes)
                    self.categories |= set(said.categories)
                elif isinstance(said, Claim):
                    claims.append(said)
                    self._met.update(said.attributes)
                elif not listed or listed[-1] != said:
                    listed.append(said)
            self._keep("listed", source, picture, listed)
            self._keep("claims", source, picture, claims)
        self._file.execute("COMMIT")

    @property
    def attributes(self) -> list[str]:
        """Those that sources declare in their order, then the others by name."""
        return [*self._declared, *sorted(self._met - self._declared.keys())]

    def _keep(self, table: str, source: int, picture: str, said: list[Any]) -> None:
        if said:
            body = pickle.dumps(said)
            self._file.execute(f"INSERT INTO {table} VALUES (?, ?, ?)", (source, picture, body))  # noqa: S608 - the table's name is ours

    def close_books(self) -> int:
        """No more is said; the number of pictures."""
        self._file.executescript(INDEX)
        both = "SELECT source, picture FROM listed UNION SELECT source, picture FROM claims"
        (count,) = self._file.execute(f"SELECT count(*) FROM ({both})").fetchone()  # noqa: S608 - no value of a user's
        return int(count)

    def cases(self) -> Iterator[Case]:
        """Every picture by source and name."""
        rows = self._file.execute(CASES)
        for (source, picture), mine in groupby(rows, key=itemgetter(0, 1)):
            listed: list[Listed] = []
            claims: list[Claim] = []
            for _, _, kind, body, _ in mine:
                said = pickle.loads(body)  # noqa: S301 - written by this very run
                if kind:
                    claims += said
                else:
                    listed += said
            yield _case(source, picture, listed, claims)

    def close(self) -> None:
        self._file.close()


def _picture(said: Statement) -> str:
    return "" if isinstance(said, Vocabulary) else said.picture


def _case(source: int, picture: str, listed: list[Listed], claims: list[Claim]) -> Case:
    merged, faults = Listed(picture), []
    for said in listed:
        both = _merged(merged, said)
        if both is None:
            faults.append(Fault(picture, Reason.LISTED_TWICE, said.row))
        else:
            merged = both
    is_picture = bool(listed) or not all(claim.details for claim in claims)
    return Case(source, merged, claims, faults, is_picture)


def _merged(first: Listed, second: Listed) -> Listed | None:
    """One fills the blanks of the other; None where they contradict each other."""
    pairs = zip(first[1:-1], second[1:-1], strict=True)
    if any(a and b and a != b for a, b in pairs):
        return None
    both: list[Any] = [a or b for a, b in zip(first, second, strict=True)]
    return Listed(*both)
