"""Decide whether a model may be released: floors, and not worse than the champion."""
