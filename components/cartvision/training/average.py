"""A moving average of the weights, kept beside the training."""

from typing import Any

from torch import Tensor, nn
from torch.optim.swa_utils import AveragedModel, get_ema_multi_avg_fn
from transformers import TrainerCallback


class MovingAverage(TrainerCallback):
    """Averages after every step, the statistics of norms too: they belong to the averaged weights.

    With those of the last weights, a level whose maps hardly vary answered with one high score for
    every place of every picture.
    """

    def __init__(self, decay: float) -> None:
        self.decay = decay
        self.average: AveragedModel | None = None

    def on_train_begin(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        self.average = AveragedModel(
            kept["model"], multi_avg_fn=get_ema_multi_avg_fn(self.decay), use_buffers=True
        )
        vars(self.average.module).pop("forward", None)  # the Trainer's, which calls the other model

    def on_step_end(self, args: Any, state: Any, control: Any, **kept: Any) -> None:  # noqa: ARG002 - the Trainer's signature
        assert self.average is not None
        self.average.update_parameters(kept["model"])

    def model(self, trained: nn.Module) -> nn.Module:
        """The averaged model in evaluation mode; what counts or numbers is the trained one's."""
        assert self.average is not None
        buffers = {
            name: value for name, value in trained.named_buffers() if not value.is_floating_point()
        }
        averaged: nn.Module = self.average.module
        averaged.load_state_dict(averaged.state_dict() | buffers)
        return averaged.eval()

    def state(self) -> dict[str, Any]:
        assert self.average is not None
        return self.average.state_dict()

    def load(self, state: dict[str, Any]) -> None:
        assert self.average is not None
        self.average.load_state_dict(state)

    def saved(self) -> None:
        """Nothing is kept elsewhere."""


class NoAverage(TrainerCallback):
    """The weights as they are."""

    def model(self, trained: nn.Module) -> nn.Module:
        return trained.eval()

    def state(self) -> dict[str, Any]:
        return {}

    def load(self, state: dict[str, Any]) -> None:
        """Nothing is kept."""

    def saved(self) -> None:
        """Nothing is kept."""


def weights_of(model: nn.Module) -> dict[str, Tensor]:
    """A copy on the CPU."""
    return {name: value.detach().cpu().clone() for name, value in model.state_dict().items()}
