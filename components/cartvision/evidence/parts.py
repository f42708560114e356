"""A part of the evidence: everything, some pictures whole, or some objects wherever they are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from cartvision.evidence.resampling import units_of
from cartvision.evidence.tables import Evidence, Flags


@dataclass(frozen=True)
class Part:
    """Which rows count, and what is drawn as one."""

    name: str
    pictures: Flags  # (p,)
    objects: Flags  # (o,)
    by_object: bool  # false alarms belong to no object: such a part knows of recall alone
    unit: NDArray[np.int64]  # (p,) the unit of each picture
    units: int  # in the whole test set
    by_picture: bool = False  # one group: its pictures are drawn, as there is no second group

    @property
    def positives(self) -> int:
        return int(self.objects.sum())

    @property
    def units_within(self) -> int:
        """Units that have a part in it."""
        return len(np.unique(self.unit[self.pictures]))


def everything(evidence: Evidence) -> Part:
    """The whole split, drawn by group."""
    unit, units = units_of(evidence.pictures.group)
    return Part(
        name="",
        pictures=np.ones(len(unit), dtype=bool),
        objects=np.ones(len(evidence.objects.picture), dtype=bool),
        by_object=False,
        unit=unit,
        units=units,
    )


def of_pictures(whole: Part, *, name: str, chosen: Flags, evidence: Evidence) -> Part:
    """Some pictures with all that is in them."""
    return Part(
        name=name,
        pictures=chosen,
        objects=chosen[evidence.objects.picture],
        by_object=False,
        unit=whole.unit,
        units=whole.units,
    )


def of_one_group(whole: Part, *, name: str, chosen: Flags, evidence: Evidence) -> Part:
    """The pictures of a group."""
    part = of_pictures(whole, name=name, chosen=chosen, evidence=evidence)
    unit = np.cumsum(chosen) - 1
    return Part(
        name=part.name,
        pictures=part.pictures,
        objects=part.objects,
        by_object=False,
        unit=np.where(chosen, unit, 0),
        units=int(chosen.sum()),
        by_picture=True,
    )


def of_objects(whole: Part, *, name: str, chosen: Flags, evidence: Evidence) -> Part:
    """Some objects wherever they stand."""
    pictures = np.zeros(len(whole.pictures), dtype=bool)
    pictures[evidence.objects.picture[chosen]] = True
    return Part(
        name=name,
        pictures=pictures,
        objects=chosen,
        by_object=True,
        unit=whole.unit,
        units=whole.units,
    )
