"""Where a query detector starts: from nothing, small; or from a checkpoint of another task."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from transformers import AutoConfig, AutoModelForObjectDetection, PretrainedConfig

from cartvision.errors import InputError
from cartvision.models.detectors.queries.config import ARCHITECTURES, QueryConfig, inner_config
from cartvision.models.detectors.queries.detector import QueryDetector
from cartvision.models.loading import bars_only_on_a_terminal
from cartvision.models.weights import fetch_weights

HUB = {
    "rt-detr-v2": "PekingU/rtdetr_v2_r18vd",
    "d-fine": "ustc-community/dfine-small-coco",
}

SPARE = 1.5  # queries a product: those that lose the competition for one are not free for another
CHECKPOINTS_OWN = 300

WIDTH = 64
# Theirs are .01 and .02. Eighty steps on eight pictures end at a loss of 7 with this and of 11 with
# theirs for RT-DETR, of 15 and 17 for D-FINE.
RANGE = WIDTH**-0.5
STAGES = (32, 64, 128, 256)  # channels at strides 4, 8, 16 and 32
TINY: dict[str, Any] = {
    # With norms frozen, and first weights like theirs, D-FINE finds nothing in eight pictures after
    # 75 steps; with norms that learn it knows them by heart.
    "freeze_backbone_batch_norms": False,
    "initializer_range": RANGE,
    "encoder_in_channels": STAGES[1:],
    "encoder_hidden_dim": WIDTH,
    "encoder_ffn_dim": 2 * WIDTH,
    "encoder_attention_heads": 4,
    "hidden_expansion": 0.5,
    "d_model": WIDTH,
    "decoder_in_channels": (WIDTH, WIDTH, WIDTH),
    "decoder_ffn_dim": 2 * WIDTH,
    "decoder_attention_heads": 4,
    "decoder_layers": 3,
    "num_denoising": 20,
}
OWN: dict[str, dict[str, Any]] = {
    "rt-detr-v2": {
        "backbone_config": {
            "model_type": "rt_detr_resnet",
            "embedding_size": 32,
            "hidden_sizes": STAGES,
            "depths": (1, 1, 1, 1),
            "layer_type": "basic",
            "out_indices": (2, 3, 4),
        },
    },
    "d-fine": {
        "depth_mult": 0.34,
        "backbone_config": {
            "model_type": "hgnet_v2",
            "initializer_range": RANGE,
            "stem_channels": (3, 16, 16),
            "hidden_sizes": STAGES,
            "stage_in_channels": (16, 32, 64, 128),
            "stage_mid_channels": (16, 32, 64, 128),
            "stage_out_channels": STAGES,
            "stage_num_blocks": (1, 1, 1, 1),
            "stage_numb_of_layers": (3, 3, 3, 3),
            "out_indices": (2, 3, 4),
        },
    },
}


def queries_for(most: int) -> int:
    """Enough for a picture with `most` products."""
    return max(CHECKPOINTS_OWN, math.ceil(most * SPARE))


def tiny_queries(architecture: str, **ours: Any) -> QueryConfig:
    """A small model that learns from nothing; `ours` are fields of QueryConfig."""
    return QueryConfig(architecture=architecture, inner=TINY | OWN[architecture], **ours)


def pretrained_queries(
    where: str, *, classes: Sequence[str], queries: int, size: int, to: Path
) -> QueryDetector:
    """A checkpoint with its class heads replaced; `where` and `to` are as for fetch_weights."""
    bars_only_on_a_terminal()
    folder = fetch_weights(where, to=to)
    found = _checkpoint(folder, where=where)
    names = {theirs: ours for ours, theirs in ARCHITECTURES.items()}
    config = QueryConfig(
        architecture=names[found.model_type],
        queries=queries,
        inner=found.to_dict(),
        classes=classes,
        size=size,
    )
    detector = QueryDetector(config)
    detector.inner, told = AutoModelForObjectDetection.from_pretrained(
        folder,
        config=inner_config(config),
        ignore_mismatched_sizes=True,
        output_loading_info=True,
        dtype=torch.float32,
    )
    if told["missing_keys"]:
        raise InputError(
            f"{where} lacks {len(told['missing_keys'])} of the model's weights, as "
            f"{min(told['missing_keys'])}. Give the whole folder of a checkpoint"
        )
    return detector


def _checkpoint(folder: Path, *, where: str) -> PretrainedConfig:
    """The configuration of a checkpoint that these detectors can start from."""
    for name in ("config.json", "*.safetensors"):
        if not any(folder.glob(name)):
            raise InputError(f"{where} has no {name}: give the folder of a transformers model")
    config = AutoConfig.from_pretrained(folder)
    if config.model_type not in ARCHITECTURES.values():
        raise InputError(
            f"{where} is a {config.model_type!r}, and these detectors start from "
            f"{' or '.join(ARCHITECTURES.values())}, as {' or '.join(HUB.values())}"
        )
    if config.learn_initial_query:
        raise InputError(
            f"{where} has learnt its {config.num_queries} queries one by one, and their number "
            "cannot change: give a checkpoint with learn_initial_query false"
        )
    return config
