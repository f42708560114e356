"""What a licence lets people do with a model trained on the pictures: its class, by its name."""

import re
from collections.abc import Iterable
from typing import Literal

LicenceClass = Literal["commercial", "non-commercial", "unknown"]

# Nothing is known to forbid less than what a licence of unknown terms may forbid.
BY_STRICTNESS: tuple[LicenceClass, ...] = ("commercial", "unknown", "non-commercial")

# The first that is found in the name, written small and with dashes for all that is no letter.
NON_COMMERCIAL = (
    r"\bnc\b",  # CC-BY-NC-SA-4.0, and creativecommons.org/licenses/by-nc/4.0
    r"\bnon-?commercial",
    r"\bresearch\b",
    r"\bacademic\b",
    r"\bsku-?110k?\b",  # its authors give it for academic use alone
)
COMMERCIAL = (
    r"(mit|isc|zlib|unlicense|0bsd)(-licen[cs]e)?",
    r"apache-2(-0)?|apache-licen[cs]e-2-0",
    r"bsd-[1-4]-clause|bsd",
    r"cc0(-1-0)?|cc-?0|pddl-1-0|public-domain",
    r"cc-by(-sa)?(-\d-\d)?",
    r"https?-creativecommons-org-(licenses-by(-sa)?-\d-\d|publicdomain-(zero|mark)-1-0)",
    r"cdla-permissive-[12]-0|odc-by-1-0|odbl-1-0",
)


def licence_class(name: str) -> LicenceClass:
    """The class of an SPDX identifier or of a licence in somebody's words."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")
    if any(re.search(pattern, plain) for pattern in NON_COMMERCIAL):
        return "non-commercial"
    if any(re.fullmatch(pattern, plain) for pattern in COMMERCIAL):
        return "commercial"
    return "unknown"


def class_of_all(licences: Iterable[str]) -> LicenceClass:
    """Of something made from pictures of these licences."""
    return strictest(map(licence_class, licences))


def strictest(classes: Iterable[LicenceClass]) -> LicenceClass:
    """The class of something made of all of them; of nothing nothing is known."""
    return max(classes, key=BY_STRICTNESS.index, default="unknown")
