"""Where words may stand on a picture so that its products can still be seen."""

from collections.abc import Collection, Sequence

from cartvision.show.ink import width

SIZE = 12  # of the words, in pixels
HIGH = SIZE + 5
PAD = 3
MOST_COVERED = 0.05  # of the picture, by names that stand in it already
LOW_ENOUGH = 0.2  # of its box, for a name that is there again

Frame = tuple[int, int, int, int]  # left, top, right, bottom in pixels of the tile


def place_names(
    frames: Sequence[Frame], *, names: Sequence[str], size: tuple[int, int]
) -> dict[int, Frame]:
    """The boxes that are named, and where: every name once, and again where it hides little."""
    largest_first = sorted(range(len(frames)), key=lambda number: -area(frames[number]))
    placed: dict[int, Frame] = {}
    named: set[str] = set()
    for number in largest_first:
        if names[number] and names[number] not in named:
            spot = _spot(frames[number], name=names[number], size=size, taken=placed.values())
            if spot:
                placed[number] = spot
                named.add(names[number])
    most = size[0] * size[1] * MOST_COVERED
    for number in largest_first:
        if number in placed or not names[number] or sum(map(area, placed.values())) > most:
            continue
        spot = _spot(frames[number], name=names[number], size=size, taken=placed.values())
        if spot and _hides_little(spot, of=frames[number]):
            placed[number] = spot
    return placed


def area(frame: Frame) -> int:
    return (frame[2] - frame[0]) * (frame[3] - frame[1])


def _spot(
    frame: Frame, *, name: str, size: tuple[int, int], taken: Collection[Frame]
) -> Frame | None:
    """At the top of the box or at its bottom, in the picture and beside all other names."""
    wide = width(name, size=SIZE) + 2 * PAD
    left = min(max(0, (frame[0] + frame[2] - wide) // 2), size[0] - wide)
    for top in (frame[1], frame[3] - HIGH):
        low = min(max(0, top), size[1] - HIGH)
        spot = (left, low, left + wide, low + HIGH)
        if left >= 0 and not any(_meet(spot, other) for other in taken):
            return spot
    return None


def _meet(first: Frame, second: Frame) -> bool:
    across = first[0] < second[2] and second[0] < first[2]
    return across and first[1] < second[3] and second[1] < first[3]


def _hides_little(spot: Frame, *, of: Frame) -> bool:
    fits = spot[2] - spot[0] <= of[2] - of[0]
    return fits and LOW_ENOUGH * (of[3] - of[1]) >= HIGH
