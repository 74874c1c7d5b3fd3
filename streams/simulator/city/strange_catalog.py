"""Why a catalog has no simulated city."""

from schemas.plain_error import PlainError


class StrangeCatalogError(PlainError):
    """It lacks categories of which the city speaks."""
