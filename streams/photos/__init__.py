"""Photos: looked at, freed of what they tell of their owners, kept, and shown by links that expire."""
