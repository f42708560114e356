"""JSON files of any length, item by item, with only the item at hand in memory."""

import codecs
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, TextIO

CHUNK = 1 << 20  # characters read at a time
LARGEST = 1 << 26  # characters of one item; whatever is longer is no item but a broken file
SHOWN = 300  # characters of an item in the quarantine
SPACE = " \t\r\n"
STRANGE = "\ufffd"  # stands for bytes that are no text


class BrokenJsonError(ValueError):
    """The file cannot be read on from here."""


class Item(NamedTuple):
    """An element of a list at the top of the file or one level below; or a value that is none."""

    key: str  # the list's name; "" where the whole file is one list
    value: Any  # [] stands for a list without elements
    text: str  # how it begins in the file
    is_text: bool  # whether all its bytes were


def items(path: Path) -> Iterator[Item]:
    """Every item in the file's order; NaN and Infinity are numbers, as Python writes them."""
    with path.open(encoding=_encoding(path), errors="replace") as file:
        window = _Window(file)
        if window.peek() == "[":
            yield from window.elements("")
            return
        for key in window.names():
            if window.peek() == "[":
                yield from window.elements(key)
            else:
                yield window.item(key)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        start = file.read(4)
    return "utf-8-sig" if start.startswith(codecs.BOM_UTF8) else json.detect_encoding(start)


class _Window:
    """The part of the text that is being read."""

    def __init__(self, file: TextIO) -> None:
        self._file = file
        self._text = ""
        self._at = 0
        self._decode = json.JSONDecoder().raw_decode

    def names(self) -> Iterator[str]:
        """Each name of an object; its value is to be taken before the next one is asked for."""
        self._take("{")
        while self.peek() != "}":
            key = self.item("").value
            if not isinstance(key, str):
                raise BrokenJsonError
            self._take(":")
            yield key
            self._end_or_comma("}")

    def elements(self, key: str) -> Iterator[Item]:
        self._take("[")
        if self.peek() == "]":
            yield Item(key, [], "[]", is_text=True)
        while self.peek() != "]":
            yield self.item(key)
            self._end_or_comma("]")
        self._take("]")

    def item(self, key: str) -> Item:
        self.peek()
        value, end = self._value()
        text, self._at = self._text[self._at : end], end
        is_text = STRANGE not in text
        if "\\ud" in text.lower():
            value = _whole_characters(value)
            is_text = is_text and STRANGE not in json.dumps(value, ensure_ascii=False)
        return Item(key, value, text[:SHOWN], is_text)

    def peek(self) -> str:
        """The next character that is not white space, "" at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in SPACE:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> tuple[Any, int]:
        """The value that begins here, and where it ends."""
        while True:
            try:
                value, end = self._decode(self._text, self._at)
            except (ValueError, RecursionError):
                if len(self._text) - self._at > LARGEST or not self._more():
                    raise BrokenJsonError from None
            else:
                is_end = self._text[end : end + 1] not in ("", ".", "e", "E")  # of a number
                if is_end or not self._more():
                    return value, end

    def _more(self) -> bool:
        """Read on; what was taken is forgotten. False at the end of the file."""
        left = len(self._text) - self._at
        read = self._file.read(max(CHUNK, left))
        if read:
            self._text, self._at = self._text[self._at :] + read, 0
        return bool(read)

    def _take(self, expected: str) -> None:
        if self.peek() != expected:
            raise BrokenJsonError
        self._at += 1

    def _end_or_comma(self, end: str) -> None:
        if self.peek() != end:
            self._take(",")


def _whole_characters(value: Any) -> Any:
    """The same without halves of characters, which no file and no database would hold."""
    text = json.dumps(value, ensure_ascii=False)
    return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
