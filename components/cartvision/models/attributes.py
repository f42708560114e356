"""The attribute head: pooled Lite0 features of a product's crop to one probability an attribute."""

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor, nn
from transformers import PretrainedConfig, PreTrainedModel

from cartvision.models.backbones.efficientnet_lite0 import FEATURES, EfficientNetLite0
from cartvision.models.losses import masked_focal


class AttributesConfig(PretrainedConfig):
    model_type = "cartvision-attributes"

    def __init__(
        self,
        names: Sequence[str] = (),
        thresholds: Sequence[float] = (),
        crop: int = 64,
        hidden: int = 256,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.names = list(names)
        self.thresholds = list(thresholds)
        self.crop = crop
        self.hidden = hidden


class AttributeModel(PreTrainedModel):
    """Trained on cached features while the backbone is frozen; asked with crops."""

    config_class = AttributesConfig
    weights: Tensor  # (a,) what a positive of each attribute counts
    main_input_name = "features"

    def __init__(self, config: AttributesConfig) -> None:
        super().__init__(config)
        self.backbone = EfficientNetLite0()
        self.head = nn.Sequential(
            nn.Linear(FEATURES, config.hidden),
            nn.ReLU(),
            nn.Dropout(0.3),
            nn.Linear(config.hidden, len(config.names)),
        )
        self.register_buffer("weights", torch.ones(len(config.names)))
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own initialisation stands; the backbone's weights are loaded by name."""

    def forward(self, features: Tensor, labels: Tensor | None = None) -> dict[str, Tensor]:
        """Features (n, 1280) to logits (n, a); with `labels` of 1, 0 and -1, also the loss."""
        out = {"logits": self.head(features)}
        if labels is not None:
            out["loss"] = masked_focal(out["logits"], labels, weights=self.weights)
        return out

    def probabilities(self, crops: Tensor) -> Tensor:
        """Crops (n, 3, crop, crop) of 0 to 255 to probabilities (n, a)."""
        return self.head(self.backbone.features(crops)).sigmoid()
