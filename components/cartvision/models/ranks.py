"""The processes that train one model together, as torchrun starts them; alone is one of one."""

import atexit
import os
from datetime import timedelta

import torch
import torch.distributed as dist
from torch import Tensor

PATIENCE = timedelta(hours=2)  # for the first, while it judges or writes


def join() -> None:
    """Meet the other processes, if torchrun started any; once more changes nothing."""
    if int(os.environ.get("WORLD_SIZE", "1")) == 1 or dist.is_initialized():
        return
    if torch.cuda.is_available():
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]))
    both = "cpu:gloo,cuda:nccl" if torch.cuda.is_available() else "gloo"
    dist.init_process_group(both, timeout=PATIENCE)
    atexit.register(dist.destroy_process_group)


def processes() -> int:
    return dist.get_world_size() if dist.is_initialized() else 1


def is_first() -> bool:
    """Whether this is the one that writes files and speaks; known before the others are met."""
    return os.environ.get("RANK", "0") == "0"


def total(values: Tensor) -> Tensor:
    """The sum over all processes; no gradient flows through it."""
    if processes() == 1:
        return values
    summed = values.detach().clone()
    dist.all_reduce(summed)
    return summed


def wait() -> None:
    """Until every process is here."""
    total(torch.zeros(1))
