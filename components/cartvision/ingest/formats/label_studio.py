"""The JSON and JSON-MIN exports of Label Studio, pictures anywhere.

Of several annotations of a task the one marked as ground truth counts, else the newest; one that
was cancelled never does. A task without any is not labelled yet: it is left out, for it is no
picture without products. Rectangles that are turned, and polygons, become their bounding boxes.
Browsers show every picture upright, so that is how boxes are drawn.

Choices, taxonomies and texts of a region describe its product, the others the picture. The name
of the control says what they are: `category`, `sku`, or `attributes` for a list of ticks (those
of `--attributes` that are not ticked are 0). Any other is an attribute of that name; but where
there is no category yet and it says more than yes or no, it is the category. `--columns` says
which control is which of these, and which of a task's data is the image.
"""

import logging
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypedDict
from urllib.parse import parse_qs, unquote, urlparse

from pydantic import ValidationError

from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement
from cartvision.ingest.faults import Reason
from cartvision.ingest.formats._json import BrokenJsonError, Item, items
from cartvision.ingest.formats._names import by_its_end
from cartvision.ingest.formats._tasks import Result, Task
from cartvision.ingest.source import PICTURES, Source

LAYOUT = "the label_studio format is the JSON or JSON-MIN export: a list of tasks"
PLACES = ("", "images/", "upload/")
UPLOADED = re.compile(r"(^|/)[0-9a-f]{8}-(?=[^/]+$)")  # put before the name of a file
NOT_READ = ("brush", "ellipse", "keypoint", "vector")  # regions of these kinds
YES_OR_NO = ("1", "0", "-1", "na", "n/a", "yes", "no", "true", "false", "")
SHOWN = 80  # characters of a reference that is the picture itself

log = logging.getLogger(__name__)


class Described(TypedDict):
    """What is said of a product or a picture, by the fields of a Claim."""

    category: str
    sku: str
    attributes: dict[str, str]


def read(source: Source, hints: Hints) -> Iterator[Statement]:
    found, waiting = False, 0
    for key in source.keys(ending=".json"):
        try:
            for item in items(source.path(key)):
                if not _is_task(item):
                    break
                found = True
                said = list(_statements(item, source=source, hints=hints))
                waiting += not said
                yield from said
        except BrokenJsonError:
            found = True
            yield Listed(key, fault=Reason.BAD_ANNOTATION)
    if not found:
        raise InputError(f"{source.uri} has no such *.json: {LAYOUT}")
    if waiting:
        log.info("%s: %d tasks that nobody has labelled yet are left out", source.uri, waiting)


FORMAT = Format(read)


def _is_task(item: Item) -> bool:
    """Whether an item of a file is one of such an export; other JSON files are none of ours."""
    keys = item.value.keys() if isinstance(item.value, dict) else set()
    return not item.key and ("data" in keys or "annotation_id" in keys)


def _statements(item: Item, *, source: Source, hints: Hints) -> Iterator[Statement]:
    picture = _picture(item.value, source=source, hints=hints)
    if not item.is_text:
        yield Listed(picture, fault=Reason.NOT_TEXT, row=item.text)
        return
    try:
        task = Task.model_validate(item.value)
    except ValidationError:
        yield Listed(picture, fault=Reason.BAD_ANNOTATION, row=item.text)
        return
    if task.annotation:
        yield Listed(picture, upright=True, row=item.text)
        for results in task.annotation.subjects:
            yield from _claims(picture, results, hints=hints)


def _claims(picture: str, results: Sequence[Result], *, hints: Hints) -> Iterator[Claim]:
    drawn = next((result for result in results if result.box), None)
    row = results[0].model_dump_json(exclude_defaults=True)
    if any(result.image_rotation or result.type.startswith(NOT_READ) for result in results):
        yield Claim(picture, row, fault=Reason.BAD_ANNOTATION)
        return
    label = next((result.value.label for result in results if result.value.label), "")
    said = _described(results, label=label, hints=hints)
    if drawn:
        yield Claim(picture, row, drawn.box, share=True, size=drawn.size, **said)
    elif any(said.values()):
        yield Claim(picture, row, **said)


def _described(results: Sequence[Result], *, label: str, hints: Hints) -> Described:
    unticked = dict.fromkeys(hints.attributes, "0")
    said: Described = {"category": label, "sku": "", "attributes": {}}
    for result in results:
        name = hints.columns.get(result.from_name, result.from_name)
        for word in result.value.words:
            if name == "category":
                said["category"] = word
            elif name == "sku":
                said["sku"] = word
            elif name == "attributes":
                said["attributes"] = {**unticked, **said["attributes"], word: "1"}
            elif said["category"] or word.lower() in YES_OR_NO:
                said["attributes"][name] = word
            else:
                said["category"] = word
    return said


def _picture(task: dict[str, Any], *, source: Source, hints: Hints) -> str:
    """The key of a task's picture; the reference to it where there is none."""
    data = task.get("data", task)
    data = data if isinstance(data, dict) else {}
    ours = [name for name, meaning in hints.columns.items() if meaning == "image"]
    named = [data.get(name) for name in (*ours, "image")]
    texts = [text for text in (*named, *data.values()) if isinstance(text, str)]
    shown = (text for text in texts if text.lower().partition("?")[0].endswith(PICTURES))
    return _key(source, next(iter(texts[:1] if isinstance(named[0], str) else shown), "no image"))


def _key(source: Source, reference: str) -> str:
    """Of /data/upload/3/1234abcd-x.jpg, /data/local-files/?d=a/x.jpg, s3://bucket/x.jpg, x.jpg."""
    try:
        url = urlparse(reference)
    except ValueError:
        return reference[:SHOWN]
    is_link = bool(url.scheme) or reference.startswith("/data/")
    path = parse_qs(url.query).get("d", [unquote(url.path)])[0] if is_link else reference
    found = (by_its_end(source, name, places=PLACES) for name in (path, UPLOADED.sub(r"\1", path)))
    missing = path.lstrip("/")[:SHOWN] if is_link else reference
    return next(filter(source.has, found), missing)
