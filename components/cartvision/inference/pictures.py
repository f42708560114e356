"""Files that people ask about, and answers that a machine may read."""

import logging
import sys
from pathlib import Path

from cartvision.errors import InputError
from cartvision.vision.codec import Pixels, decode


def read(image: Path) -> Pixels:
    """As it is stored, which is how carts and Triton read it: a camera's turn is not undone."""
    try:
        return decode(image.read_bytes())
    except InputError as error:
        raise InputError(f"{image}: {error}") from error
    except OSError as error:
        raise InputError(f"{image}: {error.strerror}") from error


def speak_beside_the_answers() -> None:
    """Whatever a library has to say goes to stderr: stdout may be read by a machine."""
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stdout:
            handler.setStream(sys.stderr)
