"""What the detector is shown: which picture, how large, and which part of it."""
