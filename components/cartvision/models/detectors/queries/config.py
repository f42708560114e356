"""The configuration of a query detector, and of the transformers model in it."""

from typing import Any

from transformers import AutoConfig, PretrainedConfig

from cartvision.models.detectors.detector import DetectorConfig

ARCHITECTURES = {"rt-detr-v2": "rt_detr_v2", "d-fine": "d_fine"}  # our names to transformers'
QUERIES = 900
PRIOR = 0.01  # the first score: nearly every query is background, and 1 class would start at ½


class QueryConfig(DetectorConfig):
    """`inner` is what the transformers model is made from, so that a folder reloads alone."""

    model_type = "cartvision-queries"

    def __init__(
        self,
        architecture: str = "rt-detr-v2",
        queries: int = QUERIES,
        inner: dict[str, Any] | None = None,
        **rest: Any,
    ) -> None:
        super().__init__(**rest)
        self.architecture = architecture
        self.queries = queries
        self.inner = {} if inner is None else inner


def inner_config(config: QueryConfig) -> PretrainedConfig:
    """The transformers configuration, with our classes and queries, for pictures of any size."""
    ours = {
        "model_type": ARCHITECTURES[config.architecture],
        "id2label": dict(enumerate(config.classes)),
        "label2id": {name: number for number, name in enumerate(config.classes)},
        "num_queries": config.queries,
        "initializer_bias_prior_prob": PRIOR,
        "anchor_image_size": None,
        "eval_size": None,
    }
    return AutoConfig.for_model(**config.inner | ours)
