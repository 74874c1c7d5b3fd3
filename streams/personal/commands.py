"""What resolve is told to forget: of one citizen, or since its time is over. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from schemas.catalog.models import City
from schemas.command import FORGOTTEN, Forget
from sinks.personal import Holdings
from sinks.retention import Over

T = TypeVar("T")


def forgotten(held: Holdings, city: City, cluster: str, at: datetime) -> Iterator[Forget]:
    """All that is held of a citizen, and what was refused of this cluster."""
    channel, seal = held.person.channel, held.key
    yield from _reports(((channel, one.keys, one.report.id) for one in held.said), at, seal=seal)
    refused = [one.origin for one in held.refused if one.cluster == cluster]
    anywhere = city.key_of(min(city.families))
    for page in _pages(refused) or ([[]] if seal and not held.said else []):
        yield Forget(key=anywhere, channel=channel, rejections=tuple(page), seal=seal, at=at)


def expired(over: Iterable[Over], at: datetime) -> Iterator[Forget]:
    """Reports that were kept long enough."""
    return _reports(((one.channel, one.keys, one.id) for one in over), at, expired=True)


def _reports(
    reports: Iterable[tuple[str, tuple[str, str], str]],
    at: datetime,
    *,
    seal: UUID | None = None,
    expired: bool = False,
) -> Iterator[Forget]:
    """One for each key that they are in or came to first, and channel; more where there are many."""
    ids: dict[tuple[str, str], list[str]] = {}
    for channel, keys, id in reports:
        for key in dict.fromkeys(keys):
            ids.setdefault((key, channel), []).append(id)
    for (key, channel), found in sorted(ids.items()):
        for some in _pages(found):
            yield Forget(key=key, channel=channel, reports=tuple(some), seal=seal, expired=expired, at=at)


def _pages(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + FORGOTTEN] for start in range(0, len(items), FORGOTTEN)]
