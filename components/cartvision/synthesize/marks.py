"""What happens to one package on the shelf: stickers, tags, damage and a tilt."""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from cartvision.synthesize.goods import Colour
from cartvision.synthesize.lettering import words
from cartvision.synthesize.motifs import Canvas, star
from cartvision.synthesize.packages import Sprite

PROMOS: tuple[tuple[Colour, Colour, str], ...] = (
    ((255, 222, 20), (200, 16, 30), "-30%"),
    ((225, 18, 38), (255, 255, 255), "2+1"),
    ((255, 112, 10), (255, 255, 255), "SALE"),
)


@dataclass(frozen=True)
class Facts:
    """What is true of this one package and not of its article."""

    promo: bool
    price_tag: bool
    damaged: bool
    turned: bool
    fallen: bool
    tilt: float  # degrees, positive leans to the right
    upright: bool = True  # where things stand; in a basket nothing is tilted or fallen

    @property
    def marked(self) -> bool:
        """Whether anything was stuck on it or torn off."""
        return self.promo or self.price_tag or self.damaged


def draw_facts(rng: np.random.Generator) -> Facts:
    """What befalls a package on a shelf."""
    leaning = rng.random() < 0.075
    return Facts(
        promo=bool(rng.random() < 0.13),
        price_tag=bool(rng.random() < 0.12),
        damaged=bool(rng.random() < 0.026),
        turned=bool(rng.random() < 0.1),
        fallen=False,
        tilt=float(rng.uniform(11, 21) * rng.choice((-1, 1)) if leaning else rng.normal(0, 0.9)),
    )


def lying(rng: np.random.Generator) -> Facts:
    """The same where things lie as they fell."""
    return replace(
        draw_facts(rng), price_tag=False, tilt=float(rng.uniform(-180, 180)), upright=False
    )


def knocked_over(facts: Facts, *, rng: np.random.Generator) -> Facts:
    """Fallen on its side; the card in its holder stays behind."""
    side = float(rng.choice((-90, 90)) + rng.normal(0, 4))
    return replace(facts, fallen=True, price_tag=False, tilt=side)


def dress(clean: Sprite, *, facts: Facts, rng: np.random.Generator) -> Sprite:
    """The package with what was stuck on it and what it suffered."""
    sprite = clean.copy()
    face = np.ascontiguousarray(sprite[..., :3])
    if facts.promo:
        _promo(face, rng)
    if facts.price_tag:
        _price_tag(face, rng)
        sprite[..., 3][_tag_rows(sprite)] = np.where(sprite[..., 3][_tag_rows(sprite)] > 0, 255, 0)
    sprite[..., :3] = face
    if facts.damaged:
        sprite = _torn(sprite, rng)
    return sprite


def _promo(face: Canvas, rng: np.random.Generator) -> None:
    height, width = face.shape[:2]
    ground, ink, text = PROMOS[rng.integers(len(PROMOS))]
    radius = max(5, round(min(width * rng.uniform(0.38, 0.48), height * 0.34)))
    centre = (
        round(width * rng.uniform(0.35, 0.65)),
        round(height * rng.uniform(0.46, 0.62)),
    )
    cv2.fillPoly(face, [star(centre, radius=radius * 1.08, points=12)], ink, cv2.LINE_AA)
    cv2.fillPoly(face, [star(centre, radius=radius * 0.96, points=12)], ground, cv2.LINE_AA)
    at = (centre[0] / width, centre[1] / height)
    fit = (1.35 * radius / width, 0.8 * radius / height)
    words(face, text, centre=at, fit=fit, colour=ink)


def _tag_rows(face: Canvas | Sprite) -> slice:
    height, width = face.shape[:2]
    tall = round(min(height * 0.27, width * 0.62))
    return slice(height - tall - 1, height - 1)


def _price_tag(face: Canvas, rng: np.random.Generator) -> None:
    """A card in a holder that rises from the rail in front of the package."""
    rows = _tag_rows(face)
    width = face.shape[1]
    left = round(width * rng.uniform(0.06, 0.2))
    right = left + round(width * rng.uniform(0.68, 0.8))
    card = face[rows, left:right]
    card[:] = (255, 228, 40)
    cv2.rectangle(card, (0, 0), (card.shape[1] - 1, card.shape[0] - 1), (24, 24, 26), 2)
    price = f"{rng.integers(0, 9)}.{rng.choice((29, 49, 79, 99))}"
    words(card, price, centre=(0.5, 0.52), fit=(0.8, 0.6), colour=(15, 15, 18))


def _torn(sprite: Sprite, rng: np.random.Generator) -> Sprite:
    """A ragged hole through the print to pale board, with creases and a crushed corner."""
    height, width = sprite.shape[:2]
    face, alpha = np.ascontiguousarray(sprite[..., :3]), np.ascontiguousarray(sprite[..., 3])
    centre = np.array([width * rng.uniform(0.3, 0.7), height * rng.uniform(0.38, 0.62)])
    angles = np.linspace(0, 2 * np.pi, 13)[:-1]
    reach = rng.uniform(0.55, 1.0, 12)[:, None] * (width * 0.42, min(height * 0.24, width * 0.6))
    ragged = centre + np.stack([np.cos(angles), np.sin(angles)], axis=1) * reach
    outline = ragged.round().astype(np.int32)
    cv2.fillPoly(face, [outline], (30, 22, 16), cv2.LINE_AA)
    inner = (centre + (ragged - centre) * 0.74).round().astype(np.int32)
    cv2.fillPoly(face, [inner], (216, 196, 160), cv2.LINE_AA)
    for spike in range(0, 12, 2):
        end = centre + (ragged[spike] - centre) * rng.uniform(1.5, 2.3)
        ends = (outline[spike].tolist(), end.round().astype(int).tolist())
        cv2.line(face, *ends, (32, 28, 26), max(1, width // 26), cv2.LINE_AA)
    side = int(rng.choice((0, width)))
    bite = [(side, height // 9), (abs(side - width // 3), 0), (side, 0)]
    cv2.fillPoly(alpha, [np.array(bite)], 0, cv2.LINE_AA)
    return np.dstack([face, alpha])


def leaning(sprite: Sprite, *, degrees: float) -> Sprite:
    """The package turned about its middle; the result is larger."""
    if abs(degrees) < 0.6:
        return sprite
    height, width = sprite.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    cos, sin = abs(turn[0, 0]), abs(turn[0, 1])
    wide, tall = int(height * sin + width * cos) + 1, int(height * cos + width * sin) + 1
    turn[:, 2] += ((wide - width) / 2, (tall - height) / 2)
    return np.asarray(cv2.warpAffine(sprite, turn, (wide, tall), flags=cv2.INTER_LINEAR))
