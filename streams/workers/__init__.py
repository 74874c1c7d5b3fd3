"""What runs: a worker put together from settings, its pages, and how it ends."""
