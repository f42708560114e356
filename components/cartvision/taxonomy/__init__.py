"""The tree of categories and their attributes: show, check, import."""
