"""What was fetched and goes to the agent; and what waits for it, weighed and searched. Pure."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from faust.types import TP

from streams.wire import Raw

HEADER_BYTES = 100
"""What a header takes in memory, besides what it says."""


class Taken(NamedTuple):
    """Records of one partition, and the offset at which the next ones start; and what is `beside` them."""

    tp: TP
    records: list[Raw]
    next_offset: int
    beside: tuple["Taken", ...] = ()

    @property
    def parts(self) -> tuple["Taken", ...]:
        """Each partition's."""
        return (self, *self.beside)


def records_before(records: Iterable[Raw], wanted: Callable[[Raw], bool]) -> int | None:
    """How many records lie before the first one that is wanted."""
    return next((number for number, record in enumerate(records) if wanted(record)), None)


def bytes_of(records: Sequence[Raw]) -> int:
    """About what they take in memory."""
    # Lists, since most have no headers and this is done for every record.
    said = sum([len(record.key or b"") + len(record.value or b"") for record in records])
    headers = [header for record in records for header in record.headers]
    return said + sum([HEADER_BYTES + len(name) + len(value or b"") for name, value in headers])
