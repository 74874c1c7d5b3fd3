"""Many open incidents: what a report costs among them, what they hold, how a worker takes them over."""
