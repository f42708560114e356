"""The layouts that the store is written in: one file a format, found by its name."""
