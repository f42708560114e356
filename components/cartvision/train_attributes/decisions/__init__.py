"""From probabilities to yes, no and unknown: temperatures, and each attribute's own thresholds."""
