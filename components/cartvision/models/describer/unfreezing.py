"""How much of a backbone learns in a phase of training."""

from torch import nn

from cartvision.errors import InputError
from cartvision.models.backbones.fixing import FixedNorm


def unfreeze(backbone: nn.Module, *, layers: int | None) -> None:
    """The last so many layers learn, None is all of them; the others stay as they are.

    A layer is a module with weights of its own, a norm as much as a convolution. A norm that does
    not learn keeps its statistics too; one that does goes on with them.
    """
    require_layers(backbone, layers=layers)
    found = layers_of(backbone)
    still = 0 if layers is None else len(found) - layers
    for number, layer in enumerate(found):
        _set(layer, learns=number >= still, training=backbone.training)


def require_layers(backbone: nn.Module, *, layers: int | None) -> None:
    """InputError where the backbone has fewer; None is all of them."""
    found = len(layers_of(backbone))
    if layers is not None and not 0 <= layers <= found:
        raise InputError(
            f"{layers} layers are to learn, and the backbone has {found}: give 0 to {found}, or all"
        )


def layers_of(backbone: nn.Module) -> list[nn.Module]:
    """From the pixels on."""
    return [module for module in backbone.modules() if _own(module)]


def _own(module: nn.Module) -> list[nn.Parameter]:
    return list(module.parameters(recurse=False))


def _set(layer: nn.Module, *, learns: bool, training: bool) -> None:
    for weight in _own(layer):
        weight.requires_grad_(learns)
    if isinstance(layer, nn.BatchNorm2d):  # all that differs is what training does to it
        layer.__class__ = nn.BatchNorm2d if learns else FixedNorm
        layer.train(training)
