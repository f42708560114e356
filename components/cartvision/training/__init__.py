"""The one training engine: transformers.Trainer, set up the same way for every model."""
