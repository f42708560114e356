"""A procedural store: shelf pictures with boxes, categories and attributes, drawn from a seed."""
