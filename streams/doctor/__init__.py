"""Finds what is wrong in a running system: facts are gathered at the edge (`ask_*`), and judged by pure functions.

Each subject has a file of its own, whose functions take facts and give findings; `examine` puts them together.
Nothing here writes anything, and every wait has a bound.
"""
