"""What is found of a model, for people: figures with intervals and words, plots, drawn pictures."""
