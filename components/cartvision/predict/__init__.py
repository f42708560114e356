"""Tell what a model sees in pictures: counts, boxes, classes and attributes."""
