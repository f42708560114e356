"""Batch norms whose statistics are those of the pictures of all processes."""

from typing import Any, TypeVar

import torch
from torch import Tensor, nn

from cartvision.models.ranks import processes, total

M = TypeVar("M", bound=nn.Module)


def synchronised(model: M) -> M:
    """Every BatchNorm2d of the model, in place, as a SyncedNorm; weights keep their names.

    PyTorch's own SyncBatchNorm is for GPUs only.
    """
    for module in model.modules():
        if type(module) is nn.BatchNorm2d:
            module.__class__ = SyncedNorm  # all that differs is the forward
    return model


class SyncedNorm(nn.BatchNorm2d):
    """A process that is alone, and a model that is not in training, has a plain BatchNorm2d."""

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or processes() == 1:
            return super().forward(x)
        out, mean, variance, count = _Normalise.apply(x, self.weight, self.bias, self.eps)
        self._remember(mean, variance * count / (count - 1))
        return out

    def _remember(self, mean: Tensor, variance: Tensor) -> None:
        assert self.momentum is not None
        assert self.running_mean is not None
        assert self.running_var is not None
        assert self.num_batches_tracked is not None
        self.running_mean.lerp_(mean, self.momentum)
        self.running_var.lerp_(variance, self.momentum)
        self.num_batches_tracked.add_(1)


class _Normalise(torch.autograd.Function):
    """Keeps the input alone for the way back, which needs two more sums over all processes."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, weight: Tensor, bias: Tensor, eps: float
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        wide = _wide(x)
        many = wide.new_full((1,), x.numel() / x.shape[1])
        sums = total(torch.cat([_by_channel(wide), many]))
        count = sums[-1]
        mean = sums[:-1] / count
        centred = wide - _spread(mean)
        variance = total(_by_channel(centred.square())) / count
        inverse = (variance + eps).rsqrt()
        out = centred * _spread(inverse * weight) + _spread(bias)
        ctx.save_for_backward(x, weight, mean, inverse, count)
        ctx.mark_non_differentiable(mean, variance, count)
        return out.to(x.dtype), mean, variance, count

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, Tensor, Tensor, None]:
        x, weight, mean, inverse, count = ctx.saved_tensors
        gradient = _wide(gradients[0])
        standard = (_wide(x) - _spread(mean)) * _spread(inverse)
        of_bias, of_weight = _by_channel(gradient), _by_channel(gradient * standard)
        shared_bias, shared_weight = (total(torch.stack([of_bias, of_weight])) / count).unbind()
        rest = gradient - _spread(shared_bias) - standard * _spread(shared_weight)
        return (rest * _spread(inverse * weight)).to(x.dtype), of_weight, of_bias, None


def _wide(x: Tensor) -> Tensor:
    """Sums of half-precision numbers need full ones."""
    return x.to(torch.promote_types(x.dtype, torch.float32))


def _by_channel(x: Tensor) -> Tensor:
    return x.sum(dim=(0, 2, 3))


def _spread(channels: Tensor) -> Tensor:
    """(c,) against (b, c, h, w)."""
    return channels[:, None, None]
