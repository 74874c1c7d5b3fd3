"""A seeded city: what its citizens say, without the citizens."""
