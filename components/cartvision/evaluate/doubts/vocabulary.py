"""A model and a dataset that speak of other attributes: every figure of them would be nothing."""

from collections.abc import Sequence

from cartvision.evaluate.doubts.alarms import Alarm

TOLD = 8  # names of either side


def vocabulary(*, labelled: Sequence[str], known: Sequence[str]) -> list[Alarm]:
    """Of the dataset's attributes and the model's: a model that has none promises none."""
    if not labelled or not known or set(labelled) & set(known):
        return []
    text = (
        f"the model knows none of the dataset's attributes {_listed(labelled)}; it knows "
        f"{_listed(known)}: are they the same vocabulary?"
    )
    return [Alarm("unknown-attributes", text, fatal=False)]


def _listed(names: Sequence[str]) -> str:
    more = len(names) - TOLD
    return ", ".join(names[:TOLD]) + (f" and {more:,} more" if more > 0 else "")
