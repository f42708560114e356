"""How an evaluation tells that it is being fooled: each sign is an alarm with the next step."""
