"""Fine-tune a detector of products, of one of four families."""
