"""The whole of it, in processes that are killed."""
