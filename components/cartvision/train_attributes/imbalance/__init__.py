"""What makes a rare label count: weights, more showings, new neighbours, and covered crops."""
