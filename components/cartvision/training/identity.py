"""Whether a run is the one whose checkpoints are there, and what becomes of them if it is not."""

import json
import logging
import shutil
from pathlib import Path
from typing import Any

from cartvision.models.ranks import is_first, wait

log = logging.getLogger(__name__)

SETTINGS_FILE = "settings.json"


def same_or_anew(folder: Path, settings: dict[str, Any]) -> None:
    """A checkpoint of other data or other settings is no place to resume from."""
    if is_first():
        written = json.dumps(settings, sort_keys=True, indent=2)
        record = folder / SETTINGS_FILE
        if not (record.is_file() and record.read_text() == written):
            _set_aside(folder, now=json.loads(written))
            folder.mkdir(parents=True)
            record.write_text(written)
    wait()


def _set_aside(folder: Path, *, now: dict[str, Any]) -> None:
    """What another run left is kept until this one ends: its settings may have been a slip."""
    if not (folder / SETTINGS_FILE).is_file():
        shutil.rmtree(folder, ignore_errors=True)
        return
    then = read_settings(folder)
    names = sorted(name for name in {*then, *now} if then.get(name) != now.get(name))
    shutil.rmtree(former(folder), ignore_errors=True)
    folder.rename(former(folder))
    log.info(
        "starting anew, for other %s; the former run is in %s until this one ends",
        ", ".join(names),
        former(folder),
    )


def former(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.former")


def read_settings(folder: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads((folder / SETTINGS_FILE).read_text())
    return told
