"""Hands and arms: what they are made of, how they reach in, and how they are drawn."""
