"""What pictures looked like, kept over a stop: a decoded picture need not be decoded again."""

import json
import sqlite3
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path

from cartvision.ingest.look import Look
from cartvision.ingest.source import Source

TABLE = """
PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS looks (place TEXT PRIMARY KEY, look TEXT) WITHOUT ROWID;
"""
VERSION = version("cartvision")
TOGETHER = 64  # kept in one step: what a kill can lose


class Looks:
    """A file beside the dataset until it is whole."""

    def __init__(self, path: Path) -> None:
        self._file = sqlite3.connect(path)
        self._file.executescript(TABLE)
        self._waiting: list[tuple[str, str]] = []

    def find(self, source: Source, picture: str) -> Look | None:
        place = _place(source, picture)
        row = self._file.execute("SELECT look FROM looks WHERE place = ?", (place,)).fetchone()
        if row is None:
            return None
        told = json.loads(row[0])
        return Look(**told | {"stored": tuple(told["stored"])})

    def keep(self, source: Source, picture: str, look: Look) -> None:
        if source.entry(picture) is None:  # no file of its own, so nothing tells its version
            return
        self._waiting.append((_place(source, picture), json.dumps(asdict(look))))
        if len(self._waiting) >= TOGETHER:
            self.flush()

    def flush(self) -> None:
        with self._file:
            self._file.executemany("INSERT OR REPLACE INTO looks VALUES (?, ?)", self._waiting)
        self._waiting.clear()

    def close(self) -> None:
        self.flush()
        self._file.close()


def _place(source: Source, picture: str) -> str:
    """Names this version of the file and of the code that looks at it."""
    entry = source.entry(picture)
    return "\n".join([VERSION, source.uri, picture, entry.tag if entry else ""])
