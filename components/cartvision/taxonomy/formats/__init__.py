"""The formats that a taxonomy is read from: one file a format, found by its name."""
