"""Draw a contact sheet of a dataset: pictures with boxes, categories and attributes."""
