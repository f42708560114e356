"""The dataset folder: the one form in which pictures and labels move between stages."""
