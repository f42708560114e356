"""What a model sees in one picture, as people and machines are told it."""

from dataclasses import dataclass

from cartvision.inference.answer import Predictor
from cartvision.vision.codec import Pixels


@dataclass(frozen=True)
class Product:
    """One that is shown."""

    box: tuple[float, ...]  # xyxy, pixels
    score: float
    kind: str  # its class
    category: str  # a path; "" where the model abstains or tells none
    certainty: float  # the probability of that category
    said: tuple[str, ...]  # attributes at or above their thresholds
    probabilities: dict[str, float]  # of all attributes that the model tells


@dataclass(frozen=True)
class Seen:
    width: int  # pixels
    height: int
    min_score: float
    classes: tuple[str, ...]  # that the model tells apart
    categories: tuple[str, ...]  # that it tells
    attributes: tuple[str, ...]  # that it tells
    products: tuple[Product, ...]  # best score first


def seen_by(predictor: Predictor, pixels: Pixels, *, min_score: float | None) -> Seen:
    """`min_score` takes the place of the model's own, where one is given."""
    least = predictor.min_score if min_score is None else min_score
    answer = predictor.predict([pixels])[0]
    answer = answer.of(answer.scores >= least)
    thresholds = dict(zip(predictor.attributes, predictor.thresholds, strict=True))
    products = []
    for row, told in enumerate(answer.attributes.tolist()):
        probabilities = dict(zip(thresholds, told, strict=True))
        products.append(
            Product(
                box=tuple(answer.boxes[row].tolist()),
                score=float(answer.scores[row]),
                kind=predictor.classes[answer.kinds[row]],
                category=answer.categories[row] if answer.categories else "",
                certainty=float(answer.sureness[row]),
                said=tuple(n for n, value in probabilities.items() if value >= thresholds[n]),
                probabilities=probabilities,
            )
        )
    return Seen(
        width=pixels.shape[1],
        height=pixels.shape[0],
        min_score=least,
        classes=tuple(predictor.classes),
        categories=tuple(predictor.categories),
        attributes=tuple(predictor.attributes),
        products=tuple(products),
    )


def as_json(seen: Seen) -> dict[str, object]:
    """Boxes are xyxy in pixels of the picture as it is stored."""
    return {
        "width": seen.width,
        "height": seen.height,
        "min_score": round(seen.min_score, 4),
        "count": len(seen.products),
        "products": [_product(one, seen) for one in seen.products],
    }


def _product(one: Product, seen: Seen) -> dict[str, object]:
    told: dict[str, object] = {
        "box": [round(side, 2) for side in one.box],
        "score": round(one.score, 4),
        "class": one.kind,
    }
    if seen.categories:
        told |= {"category": one.category, "certainty": round(one.certainty, 4)}
    if not one.probabilities:
        return told
    probabilities = {name: round(value, 4) for name, value in one.probabilities.items()}
    return told | {"attributes": list(one.said), "probabilities": probabilities}
