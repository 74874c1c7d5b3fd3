"""Text of somebody else in files that a spreadsheet may open. Pure."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins like this is run as a formula."""


def harmless(text: str) -> str:
    """The same to read, and no formula."""
    return f"'{text}" if text.startswith(_FORMULA) else text
