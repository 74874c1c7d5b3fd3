"""What is known of a photo that was sent before its report."""

from typing import Protocol

from schemas.report import Photo


class PhotoBook(Protocol):
    """Photos by their addresses."""

    async def known(self, url: str) -> Photo | None:
        """All fields of a photo that lies here; None of one that lies elsewhere."""


class NoPhotos:
    """Of an intake that keeps none."""

    async def known(self, url: str) -> Photo | None:  # noqa: ARG002
        """None lies here."""
        return None
