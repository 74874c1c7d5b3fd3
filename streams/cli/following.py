"""What comes on an agency's topic, each version once."""

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pydantic import ValidationError

from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from streams.cli.output import print_error
from streams.core.command_records import Headed

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
        try:
            news = _news(record)
        except ValidationError as error:
            what = error.errors(include_url=False, include_input=False)[0]["msg"]
            print_error(f"{record.topic}/{record.partition}/{record.offset} is no dispatch: {what}")
            continue
        if unseen.take(_subject(news), news.version):
            yield record, news


def _news(record: Headed) -> News:
    type = dict(record.headers).get("ce_type", b"")
    contract = EventDispatch if type.startswith(b"sinergi.event.") else Dispatch
    return contract.model_validate_json(record.value or b"")


def _subject(news: News) -> str:
    return news.event_id if isinstance(news, EventDispatch) else news.incident_id
