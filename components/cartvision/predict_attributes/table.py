"""Words for a terminal."""

from typing import Any

from cartvision.predict_attributes.told import Attribute, Told

UNKNOWN = "unknown"


def table(told: Told, *, name: str) -> list[str]:
    width = max((len(one.name) for one in told.attributes), default=0)
    lines = [f"{name}: {_category(told)}"]
    lines += [f"  {one.name:<{width}}  {one.word:<7}  {_why(one)}" for one in told.attributes]
    if told.asked and told.asked.required:
        unknown = f"; still unknown: {', '.join(told.asked.missing)}" if told.asked.missing else ""
        lines.append(f"  required here: {', '.join(told.asked.required)}{unknown}")
    return lines


def _category(told: Told) -> str:
    return f"{told.category} ({told.probability:.2f})" if told.category else UNKNOWN


def _why(one: Attribute) -> str:
    if one.yes is None and one.no is None:
        return f"{one.probability:.3f}, of which nothing is said"
    limits = [
        f"{word} {side} {limit:.3f}"
        for word, side, limit in (("yes", "from", one.yes), ("no", "up to", one.no))
        if limit is not None
    ]
    return f"{one.probability:.3f}, {', '.join(limits)}"


def as_json(told: Told) -> dict[str, Any]:
    return {
        "category": told.category or None,
        "category_probability": told.probability,
        "attributes": {
            one.name: {
                "said": one.word,
                "probability": one.probability,
                "yes": one.yes,
                "no": one.no,
            }
            for one in told.attributes
        },
        "required": list(told.asked.required) if told.asked else None,
        "still_unknown": list(told.asked.missing) if told.asked else None,
    }
