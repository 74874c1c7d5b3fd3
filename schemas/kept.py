"""What the store holds of a key, for a worker that takes it over."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol

from schemas.incident import Incident


class Kept(Protocol):
    """The incidents of a key that were spoken of last: rows, until somebody reads them.

    To read one takes longer than to fetch it, and keys wait for their first report.
    """

    @property
    def key(self) -> str:
        """`city:family`."""

    def __len__(self) -> int:
        """How many incidents."""

    def read(self) -> Sequence[tuple[Incident, Mapping[str, datetime]]]:
        """Each with its voices and when they last spoke of it; that spoken of longest ago comes first."""
