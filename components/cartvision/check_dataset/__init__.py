"""Check every promise of a dataset folder, row by row."""
