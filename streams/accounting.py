"""Accounts for everything that came in: what became of each record, and whether the agencies heard of it.

From the moment it begins it reads, by a consumer of its own, the topics of the channels and of the
agencies, and asks Postgres about each record it saw:

- *accepted*: Postgres holds the report, taken from this very position;
- *rejected*: Postgres holds a rejection of this very position;
- *redelivered*: Postgres holds the same report, with the same content, from another position.

*Lost* is a record of which none of these is known (yet), one that was published and never seen on its
topic, a report in no incident, an incident that counts fewer reports than it has, and an agency whose
topic lacks the present version of an incident. *Doubled* is a report in two incidents, an incident that
counts more reports than it has, and an incident opened to one agency under two ids. It knows nothing of
how the workers decide; of their code it shares only the fingerprint of a report's content.
"""

import asyncio
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime

from aiokafka import ConsumerRecord

from schemas.dispatch import Dispatch
from schemas.message import type_of
from schemas.rejection import Origin
from schemas.report import Report
from schemas.topics import channel_of, dispatches, reports
from sinks.reading import Reader, Tally
from streams.core.records.read import origin_of
from streams.fate import Fate, fate_of, report_of
from streams.settings import KafkaSettings
from streams.tail import Tail, tail

PAGE_RECORDS = 10_000
"""So many records are asked about at a time."""
POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Account:
    """How things stand. `lost` and `doubled` say in words what is wrong, with how often."""

    published: int
    fates: Mapping[tuple[str, Fate], int]
    incidents: int
    dispatches: Mapping[str, Mapping[str, int]]
    lost: Mapping[str, int]
    doubled: Mapping[str, int]

    def total(self, fate: Fate) -> int:
        """Records of all channels with this fate."""
        return sum(number for (_, found), number in self.fates.items() if found is fate)


@dataclass(slots=True)
class Heard:
    """What the agencies' topics hold, each message counted once however often it was sent."""

    ids: set[str] = field(default_factory=set)
    kinds: defaultdict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    versions: dict[tuple[str, str], int] = field(default_factory=dict)
    opened: defaultdict[tuple[str, str], set[str]] = field(default_factory=lambda: defaultdict(set))

    def hear(self, dispatch: Dispatch) -> None:
        """Take one message in."""
        pair = (dispatch.incident_id, dispatch.agency)
        self.versions[pair] = max(dispatch.version, self.versions.get(pair, 0))
        if dispatch.kind == "opened":
            self.opened[pair].add(dispatch.id)
        if dispatch.id not in self.ids:
            self.ids.add(dispatch.id)
            self.kinds[dispatch.agency][dispatch.kind] += 1


@dataclass(slots=True)
class Accounting:
    """The books, since they were opened by `accounting`."""

    tail: Tail
    reader: Reader
    cluster: str
    since: datetime
    arrived: int = 0
    open: dict[Origin, Report | None] = field(default_factory=dict)
    fates: Counter[tuple[str, Fate]] = field(default_factory=Counter)
    incidents: set[str] = field(default_factory=set)
    links: Counter[int] = field(default_factory=Counter)
    heard: Heard = field(default_factory=Heard)

    async def settled(
        self, published: int, *, within_s: float, watch: Callable[[Account], None] = lambda _: None
    ) -> Account:
        """Wait until all that was published is accounted for, or the time is over; `watch` sees each look."""
        deadline = time.monotonic() + within_s
        while True:
            account = await self.look(published)
            watch(account)
            if not account.lost or time.monotonic() > deadline:
                return account
            await asyncio.sleep(POLL_S)

    async def look(self, published: int = 0) -> Account:
        """How things stand. Raises `KafkaError`, `PostgresError`."""
        for record in await self.tail.read():
            self._see(record)
        waiting = list(self.open)
        for start in range(0, len(waiting), PAGE_RECORDS):
            page = waiting[start : start + PAGE_RECORDS]
            await self._judge({origin: self.open[origin] for origin in page})
        lost, doubled = _balance(await self.reader.tallies(self.incidents), self.heard)
        lost["records that never reached their topic"] = max(0, published - self.arrived)
        lost["records of which nothing is known"] = len(self.open)
        lost["reports in no incident"] = self.links[0]
        doubled["reports in two incidents"] = sum(n for links, n in self.links.items() if links > 1)
        return Account(
            published=max(published, self.arrived),
            fates=dict(self.fates),
            incidents=len(self.incidents),
            dispatches={agency: dict(kinds) for agency, kinds in sorted(self.heard.kinds.items())},
            lost=+lost,
            doubled=+doubled,
        )

    def _see(self, record: ConsumerRecord) -> None:
        if record.topic.startswith(dispatches("")):
            if type_of(record.headers).startswith("sinergi.event."):
                return
            self.heard.hear(Dispatch.model_validate_json(record.value))
            return
        self.arrived += 1
        self.open[origin_of(record)] = report_of(record.value)

    async def _judge(self, asked: Mapping[Origin, Report | None]) -> None:
        """Find out what became of some open records."""
        keys = {origin: (channel_of(origin.topic), report.id) for origin, report in asked.items() if report}
        refused = await self.reader.refusals(self.cluster, asked.keys())
        kept = await self.reader.kept(set(keys.values()))
        for origin, report in asked.items():
            known = kept.get(keys[origin]) if origin in keys else None
            fate = fate_of(origin, report, known, refused=origin in refused, since=self.since)
            if fate:
                del self.open[origin]
                self.fates[channel_of(origin.topic), fate] += 1
            if known and fate is Fate.ACCEPTED:
                self.incidents.update(known.incidents)
                self.links[len(known.incidents)] += 1


@asynccontextmanager
async def accounting(
    kafka: KafkaSettings, reader: Reader, cluster: str, *, channels: Iterable[str], agencies: Iterable[str]
) -> AsyncIterator[Accounting]:
    """Open the books: what is published from here on is accounted for. Raises `UnreachableError`."""
    async with tail(kafka, [*map(reports, channels), *map(dispatches, agencies)]) as ours:
        yield Accounting(ours, reader, cluster, await reader.clock())


def _balance(incidents: Iterable[Tally], heard: Heard) -> tuple[Counter[str], Counter[str]]:
    """What the incidents' own figures and the agencies' topics lack, and what they have too much of."""
    lost: Counter[str] = Counter()
    doubled: Counter[str] = Counter()
    for one in incidents:
        lost["reports that their incident does not count"] += max(0, one.linked - one.reports)
        doubled["reports that their incident counts twice"] += max(0, one.reports - one.linked)
        for agency in one.agencies:
            # In an event citizens join of whom nobody hears one by one.
            due = 1 if one.event else one.version
            behind = heard.versions.get((one.id, agency), 0) < due
            lost["incidents that their agency has not heard of"] += behind
        lost["incidents without an agency"] += not one.agencies
    doubled["incidents opened twice to one agency"] += sum(len(ids) > 1 for ids in heard.opened.values())
    return lost, doubled
