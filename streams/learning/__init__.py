"""Figures and training, offline; no worker imports it."""
