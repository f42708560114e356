"""Releases, their Triton model repository, a local Triton server and the way to ask it."""
