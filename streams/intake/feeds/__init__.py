"""Feeds for the agencies' own websites: what is open, where, and with nothing personal in it."""
