"""The machine that a model is asked on: its cores and its names."""

import os
import platform
from pathlib import Path

from cartvision.inference.answer import Device

CPUINFO = Path("/proc/cpuinfo")


def cores() -> int:
    """Those that this process may run on."""
    return len(os.sched_getaffinity(0))


def hardware(device: Device) -> str:
    """For reports: the processor and the cores that may be used, and the GPU where it computes."""
    count = cores()
    told = f"{_processor()}, {count} core{'s' if count > 1 else ''}"
    return told if device == "cpu" else f"{told}, {_gpu()}"


def _processor() -> str:
    """On ARM Linux tells no model name, and the architecture is all that is known."""
    lines = (line.partition(":") for line in CPUINFO.read_text().splitlines())
    names = (value.strip() for name, _, value in lines if name.strip() == "model name")
    return next(names, platform.machine())


def _gpu() -> str:
    import torch

    return torch.cuda.get_device_name()
