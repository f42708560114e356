"""Tell attributes and category of pictures of one product each, and what is still unknown."""
