"""All that runs: the pure core, the workers that carry it, doors for people and programs, and commands."""
