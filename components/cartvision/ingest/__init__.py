"""Read pictures and labels from a folder or bucket into a dataset folder."""
