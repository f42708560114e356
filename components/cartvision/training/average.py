"""A moving average of the weights, kept beside the training and put in place at its end."""

from pathlib import Path
from typing import Any

import torch
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import TrainerCallback
from transformers.trainer_utils import PREFIX_CHECKPOINT_DIR

FILE_NAME = "average.pt"


class MovingAverage(TrainerCallback):
    """Averages after every step; a checkpoint carries the average to a resumed run."""

    def __init__(self, decay: float) -> None:
        self.decay = decay
        self.average: AveragedModel | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        self.average = AveragedModel(kept["model"], multi_avg_fn=get_ema_multi_avg_fn(self.decay))
        saved = _checkpoint(args, state) / FILE_NAME
        if state.global_step and saved.is_file():
            self.average.load_state_dict(torch.load(saved, weights_only=True))

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        assert self.average is not None
        self.average.update_parameters(kept["model"])

    def on_save(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        assert self.average is not None
        torch.save(self.average.state_dict(), _checkpoint(args, state) / FILE_NAME)

    def on_train_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        assert self.average is not None
        buffers = dict(kept["model"].named_buffers())
        kept["model"].load_state_dict(self.average.module.state_dict() | buffers)


def _checkpoint(args: Any, state: Any) -> Path:
    return Path(args.output_dir) / f"{PREFIX_CHECKPOINT_DIR}-{state.global_step}"
