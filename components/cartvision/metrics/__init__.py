"""What is measured: average precision, masked attribute scores, and which detection is which."""
