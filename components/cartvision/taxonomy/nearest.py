"""The word that was meant, in an error that names one that is not there."""

from collections.abc import Iterable
from difflib import get_close_matches

MOST = 20  # searches: one through ten thousand words takes a tenth of a second


def did_you_mean(word: str, words: Iterable[str]) -> str:
    """The end of a sentence; "" where nothing is near."""
    near = get_close_matches(word, words, n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


class Nearest:
    """`did_you_mean` for many words at once: of a file with many faults, the first tell enough."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = list(words)
        self._asked: dict[str, str] = {}

    def __call__(self, word: str) -> str:
        if word not in self._asked and len(self._asked) < MOST:
            self._asked[word] = did_you_mean(word, self._words)
        return self._asked.get(word, "")
