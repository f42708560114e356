"""Judge a model on a split of a dataset: boxes, attributes, slices, and the champion beside it."""
