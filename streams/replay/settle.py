"""What became of published records: each is in Postgres as a report or as a rejection, or it is lost."""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from schemas.rejection import Origin
from schemas.topics import reports
from sinks.reading import Reader
from streams.fate import Fate, fate_of, report_of
from streams.replay.send import Sent

PAGE = 2_000
_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the records went: to whose topic, on which cluster, and since when by Postgres' clock."""

    channel: str
    cluster: str
    since: datetime


@dataclass(slots=True)
class Settlement:
    """Where every record is. `lost` were not accounted for in time."""

    recorded: int = 0
    redelivered: int = 0
    refused: Counter[tuple[str, str]] = field(default_factory=Counter)
    incidents: set[str] = field(default_factory=set)
    lost: list[Sent] = field(default_factory=list)


async def settle(
    reader: Reader,
    sent: Iterable[Sent],
    to: Destination,
    *,
    patience_s: float,
    advance: Callable[[int], None],
) -> Settlement:
    """Wait until all are accounted for, or nothing more was for `patience_s`."""
    settlement = Settlement()
    open = deque(sent)
    moved_at = time.monotonic()
    stuck = 0
    while open:
        page = [open.popleft() for _ in range(min(PAGE, len(open)))]
        left = await _book(reader, page, to, settlement)
        if len(left) < len(page):
            advance(len(page) - len(left))
            moved_at, stuck = time.monotonic(), 0
        else:
            stuck += len(page)
        # Behind the others, so that one that is missing does not hold them up.
        open.extend(left)
        if time.monotonic() - moved_at > patience_s:
            settlement.lost = list(open)
            break
        if stuck >= len(open):
            stuck = 0
            await asyncio.sleep(_POLL_S)
    return settlement


async def _book(reader: Reader, page: Sequence[Sent], to: Destination, settlement: Settlement) -> list[Sent]:
    """Account for those of the page that are in Postgres; returns the others."""
    topic = reports(to.channel)
    origins = [Origin(topic=topic, partition=one.partition, offset=one.offset) for one in page]
    kept = await reader.kept({(to.channel, one.record.id) for one in page if one.record.id})
    refusals = await reader.refusals(to.cluster, origins)
    left = []
    for one, origin in zip(page, origins, strict=True):
        known, refusal = kept.get((to.channel, one.record.id or "")), refusals.get(origin)
        # Only what Postgres holds under the id is compared, so only then is the record read.
        report = report_of(one.record.value) if known else None
        fate = fate_of(origin, report, known, refused=refusal is not None, since=to.since)
        if refusal:
            settlement.refused[refusal.code, refusal.field] += 1
        elif known and fate:
            settlement.recorded += fate is Fate.ACCEPTED
            settlement.redelivered += fate is Fate.REDELIVERED
            settlement.incidents.update(known.incidents)
        else:
            left.append(one)
    return left
