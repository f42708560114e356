"""Answers of models as they might have been: other groups, other pictures, dealt, or lost."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.resampling import units_of
from cartvision.evidence.tables import NEVER, NONE, Evidence

Rows = NDArray[np.int64]


def on_one_scale(evidence: Evidence) -> Evidence:
    """Shown from .5 and said from .5: dealt answers of two models are read by one threshold."""
    labels, rows, objects = evidence.labels, evidence.detections, evidence.objects
    said = labels.probability >= np.asarray(evidence.thresholds, np.float32)[labels.attribute]
    least = evidence.min_score

    def scaled(score: NDArray[np.float32]) -> NDArray[np.float32]:
        above = 0.5 + 0.5 * (score - least) / (1 - least)
        moved = np.where(score >= least, above, 0.5 * score / least)
        return np.where(score > NEVER, moved, NEVER).astype(np.float32)

    return replace(
        evidence,
        labels=replace(labels, probability=said.astype(np.float32)),
        detections=replace(rows, score=scaled(rows.score)),
        objects=replace(objects, score=scaled(objects.score)),
        thresholds=[0.5] * len(evidence.thresholds),
        min_score=0.5,
    )


def in_sessions(evidence: Evidence, *, pictures: int) -> Evidence:
    """Groups of so many pictures that follow each other in their group: a cart's round."""
    group = evidence.pictures.group
    unit, units = units_of(group)
    place = np.zeros(len(group), dtype=np.int64)
    for number in range(units):
        place[unit == number] = np.arange((unit == number).sum())
    names = [f"{name}/{at // pictures}" for name, at in zip(group, place, strict=True)]
    rows = replace(evidence.pictures, group=np.array(names, dtype=np.object_))
    return replace(evidence, pictures=rows)


def dealt(
    one: Evidence, other: Evidence, groups: Sequence[Rows], *, rng: np.random.Generator
) -> tuple[Evidence, Evidence]:
    """Both models' answers, each picture's to either side by a coin."""
    rows = np.concatenate(groups)
    heads = rng.random(len(rows)) < 0.5
    first, second = rows[heads], rows[~heads]
    return (
        joined(taken(one, first), taken(other, second)),
        joined(taken(other, first), taken(one, second)),
    )


def taken(evidence: Evidence, rows: Rows) -> Evidence:
    """The same of these pictures."""
    number = np.full(len(evidence.pictures.path), NONE)
    number[rows] = np.arange(len(rows))
    tables = {
        name: _rows(getattr(evidence, name), number) for name in ("objects", "detections", "labels")
    }
    chosen = {key: column[rows] for key, column in vars(evidence.pictures).items()}
    return replace(evidence, pictures=type(evidence.pictures)(**chosen), **tables)


def _rows(table: Any, number: Rows) -> Any:
    """Those of the chosen pictures, in the pictures' new order."""
    places = number[table.picture]
    kept = np.flatnonzero(places != NONE)
    kept = kept[np.argsort(places[kept], kind="stable")]
    columns = {field.name: getattr(table, field.name)[kept] for field in fields(table)}
    return type(table)(**columns | {"picture": places[kept].astype(np.int32)})


def joined(first: Evidence, second: Evidence) -> Evidence:
    shift = len(first.pictures.path)
    tables = {}
    for name in ("pictures", "objects", "detections", "labels"):
        one, other = getattr(first, name), getattr(second, name)
        columns = {key: np.concatenate([vars(one)[key], vars(other)[key]]) for key in vars(one)}
        if name != "pictures":
            columns["picture"][len(one.picture) :] += shift
        tables[name] = type(one)(**columns)
    return replace(first, **tables)


def without(evidence: Evidence, lost: NDArray[np.bool_]) -> Evidence:
    """The detections of these objects are taken away, as if the model had not seen them."""
    objects, rows = evidence.objects, evidence.detections
    gone = {
        (int(picture), float(score))
        for picture, score in zip(objects.picture[lost], objects.score[lost], strict=True)
        if score > NEVER
    }
    keys = zip(rows.picture.tolist(), rows.score.astype(float).tolist(), strict=True)
    right = (rows.hits & 1).astype(bool)
    kept = np.array([key not in gone for key in keys]) | ~right
    columns = {key: column[kept] for key, column in vars(rows).items()}
    score = np.where(lost, np.float32(NEVER), objects.score)
    return replace(
        evidence, detections=type(rows)(**columns), objects=replace(objects, score=score)
    )
