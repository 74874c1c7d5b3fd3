"""The pages of those who watch the city: what is open, and one incident."""
