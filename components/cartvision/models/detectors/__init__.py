"""The families of detectors: one way to train them, one kind of answer."""
