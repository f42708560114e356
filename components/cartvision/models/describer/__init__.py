"""What a crop shows: attributes, a place in the taxonomy, and an embedding to look products up."""
