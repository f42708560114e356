"""Boxes, pixels and drawing: numpy and OpenCV only."""
