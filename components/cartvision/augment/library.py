"""albumentations, imported so that it does not ask the network whether it is the newest."""

import os

os.environ["NO_ALBUMENTATIONS_UPDATE"] = "1"  # read when albumentations is imported

import albumentations

__all__ = ["albumentations"]
