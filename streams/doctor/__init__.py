"""Finds what is wrong in a running system: facts are gathered at the edge, and judged.

Each subject has a file of its own, whose functions take facts and give findings; `examine` joins them.
Nothing here writes anything, and every wait has a bound.
"""
