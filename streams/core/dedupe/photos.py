"""Photos by their perceptual hashes."""

from collections.abc import Sequence

from schemas.photo_hash import alike


def same_photo(here: Sequence[str], there: Sequence[str]) -> bool:
    """Whether any two hashes, in hexadecimal, are nearly the same."""
    return bool(here and there) and any(alike(one, other) for one in here for other in there)
