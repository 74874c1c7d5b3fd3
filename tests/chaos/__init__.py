"""A city under fire for minutes: `python -m tests.chaos`, see README.md."""
