"""The describer: a crop's attributes, its place in the taxonomy and its embedding."""

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 - the name that every PyTorch reader knows
from transformers import PreTrainedModel

from cartvision.models.describer.config import DescriberConfig
from cartvision.models.describer.paths import Paths
from cartvision.models.describer.pooled import build_pooled
from cartvision.models.describer.proxies import Proxies
from cartvision.models.describer.tree import Tree
from cartvision.models.losses import masked_focal


class Describer(PreTrainedModel):
    """Three heads on one pooled vector; trained on crops, or on vectors that were kept."""

    config_class = DescriberConfig
    config: DescriberConfig
    weights: Tensor  # (a,) what a positive of each attribute counts
    main_input_name = "features"

    def __init__(self, config: DescriberConfig) -> None:
        super().__init__(config)
        self.backbone = build_pooled(config.backbone, inner=config.inner)
        width = self.backbone.width
        self.tree = Tree(Paths.of(config.categories))
        self.attributes = _attribute_head(config, width=width)
        leaves = len(self.tree.paths.leaves)
        self.categories = nn.Linear(width, leaves) if leaves else Nothing()
        self.embedding = nn.Linear(width, config.embedding)
        self.dropout = nn.Dropout(config.dropout)
        self.proxies: Proxies | None = None
        self.register_buffer("weights", torch.ones(len(config.names)))
        self.post_init()

    def _init_weights(self, module: nn.Module) -> None:
        """PyTorch's own initialisation stands; what was learnt elsewhere is loaded by name."""

    def learn_skus(self, count: int) -> None:
        """From here on `sku` may be given; before the model is kept, `forget_skus`."""
        self.proxies = Proxies(count, width=self.config.embedding)

    def forget_skus(self) -> None:
        self.proxies = None

    def forward(
        self,
        features: Tensor | None = None,
        crops: Tensor | None = None,
        labels: Tensor | None = None,
        category: Tensor | None = None,
        sku: Tensor | None = None,
    ) -> dict[str, Tensor]:
        """Features (n, width) or crops (n, 3, h, w) to logits and embedding; with targets, losses.

        `labels` (n, a) are 1, 0 and NA; `category` (n,) a node of the tree or NA; `sku` (n,) a
        number below what `learn_skus` was told, or NA. "loss" is the sum of the others.
        """
        if crops is not None:
            assert features is None
            features = self.seen(crops)
        assert features is not None
        out = self._heads(features)
        losses = self._losses(out, labels=labels, category=category, sku=sku)
        if losses:
            out["loss"] = torch.stack(list(losses.values())).sum()
        return out | {name: loss.detach() for name, loss in losses.items()}

    def seen(self, crops: Tensor) -> Tensor:
        """Crops (n, 3, h, w) of 0 to 255 to vectors (n, width)."""
        seen: Tensor = self.backbone(crops)
        if self.config.mirrored and not self.training:
            seen = (seen + self.backbone(crops.flip(3))) / 2
        return seen

    def told(self, crops: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Crops to attributes (n, a), a node (n,), its probability (n,) and the embedding (n, e).

        The node is the deepest that is sure enough; NA, of probability 0, where none is.
        """
        out = self._heads(self.seen(crops))
        nodes = self.node_probabilities(out["category_logits"])
        node, likely = self.tree.deepest(nodes, sure=self.config.sure)
        return self._calibrated(out["attribute_logits"]), node, likely, out["embedding"]

    def node_probabilities(self, category_logits: Tensor) -> Tensor:
        """Logits (n, leaves) to calibrated probabilities (n, nodes)."""
        return self.tree.probabilities(
            category_logits, temperature=self.config.category_temperature
        )

    def _calibrated(self, attribute_logits: Tensor) -> Tensor:
        return (attribute_logits / self.config.attribute_temperature).sigmoid()

    def _heads(self, features: Tensor) -> dict[str, Tensor]:
        return {
            "attribute_logits": self.attributes(features),
            "category_logits": self.categories(self.dropout(features)),
            "embedding": F.normalize(self.embedding(features), dim=1),
        }

    def _losses(
        self,
        out: dict[str, Tensor],
        *,
        labels: Tensor | None,
        category: Tensor | None,
        sku: Tensor | None,
    ) -> dict[str, Tensor]:
        """Of the targets that are given."""
        losses = {}
        if labels is not None:
            losses["attribute_loss"] = masked_focal(
                out["attribute_logits"], labels, weights=self.weights
            )
        if category is not None:
            losses["category_loss"] = self.tree.loss(
                out["category_logits"],
                category,
                ancestor_weight=self.config.ancestor_weight,
                smoothing=self.config.smoothing,
            )
        if sku is not None:
            assert self.proxies is not None, "learn_skus comes before the first sku"
            losses["sku_loss"] = self.proxies(out["embedding"], sku)
        return losses


class Nothing(nn.Module):
    """The head of a dataset that has nothing to tell: PyTorch warns of layers without outputs."""

    def forward(self, features: Tensor) -> Tensor:
        return features[:, :0]


def _attribute_head(config: DescriberConfig, *, width: int) -> nn.Module:
    if not config.names:
        return Nothing()
    return nn.Sequential(
        nn.Linear(width, config.hidden),
        nn.ReLU(),
        nn.Dropout(config.dropout),
        nn.Linear(config.hidden, len(config.names)),
    )
