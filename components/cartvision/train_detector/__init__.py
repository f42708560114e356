"""Fine-tune the dense product detector."""
