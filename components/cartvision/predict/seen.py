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
    said: tuple[str, ...]  # attributes at or above their thresholds
    probabilities: dict[str, float]  # of all attributes that the model tells


@dataclass(frozen=True)
class Seen:
    width: int  # pixels
    height: int
    min_score: float
    classes: tuple[str, ...]  # that the model tells apart
    attributes: tuple[str, ...]  # that it tells
    products: tuple[Product, ...]  # best score first


def seen_by(predictor: Predictor, pixels: Pixels, *, min_score: float | None) -> Seen:
    """`min_score` takes the place of the model's own, where one is given."""
    least = predictor.min_score if min_score is None else min_score
    answer = predictor.predict([pixels])[0]
    thresholds = dict(zip(predictor.attributes, predictor.thresholds, strict=True))
    shown = answer.scores >= least
    products = []
    for box, score, kind, told in zip(
        answer.boxes[shown].tolist(),
        answer.scores[shown].tolist(),
        answer.kinds[shown].tolist(),
        answer.attributes[shown].tolist(),
        strict=True,
    ):
        probabilities = dict(zip(thresholds, told, strict=True))
        said = tuple(name for name, value in probabilities.items() if value >= thresholds[name])
        products.append(Product(tuple(box), score, predictor.classes[kind], said, probabilities))
    return Seen(
        width=pixels.shape[1],
        height=pixels.shape[0],
        min_score=least,
        classes=tuple(predictor.classes),
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
        "products": [_product(one) for one in seen.products],
    }


def _product(one: Product) -> dict[str, object]:
    told = {
        "box": [round(side, 2) for side in one.box],
        "score": round(one.score, 4),
        "class": one.kind,
    }
    if not one.probabilities:
        return told
    probabilities = {name: round(value, 4) for name, value in one.probabilities.items()}
    return told | {"attributes": list(one.said), "probabilities": probabilities}
