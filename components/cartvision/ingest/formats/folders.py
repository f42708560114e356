"""A tree of class folders: Drinks/Soda/x.jpg is of the category "Drinks > Soda".

Where all folders at the top are named train, val, valid or test, they are the official splits.
Pictures of kinds that are not read are listed like the others: nobody shall miss them unawares.
"""

from collections.abc import Iterator
from pathlib import PurePosixPath

from cartvision.errors import InputError
from cartvision.ingest.claims import Claim, Format, Hints, Listed, Statement
from cartvision.ingest.formats._names import SPLIT_WORDS
from cartvision.ingest.source import PICTURES, UNREAD, Source

LAYOUT = "the folders format is a folder for each class with its pictures inside"


def read(source: Source, hints: Hints) -> Iterator[Statement]:  # noqa: ARG001 - every reader's signature
    keys = list(source.keys(ending=PICTURES + UNREAD))
    tops = {key.partition("/")[0] for key in keys if "/" in key}
    if not tops:
        raise InputError(f"{source.uri} has no folders with pictures: {LAYOUT}")
    are_splits = tops <= SPLIT_WORDS.keys()
    for key in keys:
        folders = PurePosixPath(key).parts[:-1]
        split = SPLIT_WORDS[folders[0]] if are_splits and folders else None
        classes = folders[1:] if split else folders
        yield Listed(key, split=split)
        if classes:
            yield Claim(key, key, category=" > ".join(classes))


FORMAT = Format(read)
