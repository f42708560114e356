"""Boxes, pixels and drawing: numpy, OpenCV and Pillow only."""
