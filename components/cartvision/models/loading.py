"""Reading a trained model from its folder."""

import sys
from pathlib import Path
from typing import TypeVar

from transformers import PreTrainedModel
from transformers.utils import SAFE_WEIGHTS_NAME
from transformers.utils.logging import disable_progress_bar

from cartvision.errors import InputError

M = TypeVar("M", bound=PreTrainedModel)


def bars_only_on_a_terminal() -> None:
    """transformers draws a bar for every file that it reads or writes, also into log files."""
    if not sys.stderr.isatty():
        disable_progress_bar()


def load_model(kind: type[M], folder: Path) -> M:
    """The model in evaluation mode."""
    if not (folder / SAFE_WEIGHTS_NAME).is_file():
        raise InputError(
            f"{folder} has no {SAFE_WEIGHTS_NAME}, which holds the weights: give the whole folder "
            "that training wrote"
        )
    bars_only_on_a_terminal()
    model: M = kind.from_pretrained(folder)
    return model.eval()
