"""What resolve is told to forget of one citizen. Pure."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TypeVar

from schemas.catalog.models import City
from schemas.command import FORGOTTEN, Forget
from sinks.personal import Holdings

T = TypeVar("T")


def commands(held: Holdings, city: City, cluster: str, at: datetime) -> Iterator[Forget]:
    """One for each key that its reports are in or came to first, more where there are many."""
    ids: dict[str, list[str]] = {}
    for said in held.said:
        for key in dict.fromkeys(said.keys):
            ids.setdefault(key, []).append(said.report.id)
    channel, seal = held.person.channel, held.key
    for key, reports in sorted(ids.items()):
        for some in _pages(reports):
            yield Forget(key=key, channel=channel, reports=tuple(some), seal=seal, at=at)
    refused = [one.origin for one in held.refused if one.cluster == cluster]
    anywhere = f"{city.id}:{min(city.families)}"
    for page in _pages(refused) or ([[]] if seal and not ids else []):
        yield Forget(key=anywhere, channel=channel, rejections=tuple(page), seal=seal, at=at)


def _pages(items: Sequence[T]) -> list[Sequence[T]]:
    return [items[start : start + FORGOTTEN] for start in range(0, len(items), FORGOTTEN)]
