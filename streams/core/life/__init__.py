"""What becomes of an incident after it was handed over: pure, one word or tick at a time."""
