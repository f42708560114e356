"""The page of an evaluation, for people: what is suspicious first, then figures and pictures."""
