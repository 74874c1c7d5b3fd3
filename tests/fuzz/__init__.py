"""What strangers may send, by the million: `python -m tests.fuzz` (README.md)."""
