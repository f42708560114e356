"""Pictures with a model's answer drawn on them, right and wrong by colour."""
