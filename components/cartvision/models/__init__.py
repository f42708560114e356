"""What learns: backbone, pyramid, heads and losses, shared by training, evaluation and export."""
