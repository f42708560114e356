"""Train the attribute head on crops of the labelled products."""
