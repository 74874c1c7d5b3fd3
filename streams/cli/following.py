"""What comes on an agency's topic, each version once."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from streams.cli.output import print_error
from streams.client import Unread
from streams.client.dispatches import read_news
from streams.core.records.commands import Headed

KEPT = 100_000
"""Of so many incidents and events the last version is remembered, those that were last heard of."""

News: TypeAlias = Dispatch | EventDispatch


class Unseen:
    """Knows what was seen of each incident and event."""

    def __init__(self, kept: int = KEPT) -> None:
        self._kept = kept
        self._versions: dict[str, int] = {}

    def take(self, id: str, version: int) -> bool:
        """Whether this version is newer than all before."""
        seen = self._versions.pop(id, 0)
        self._versions[id] = max(seen, version)
        if len(self._versions) > self._kept:
            del self._versions[next(iter(self._versions))]
        return version > seen


def new_ones(records: Iterable[Headed], unseen: Unseen) -> Iterator[tuple[Headed, News]]:
    """The records that tell something new, and what they tell; what cannot be read is said to be so."""
    for record in records:
        read = read_news(record)
        if isinstance(read.told, Unread):
            print_error(f"{read.told.where} is no dispatch: {read.told.reason}")
        elif unseen.take(read.subject, read.version):
            yield record, read.told
