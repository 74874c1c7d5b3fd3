"""Looks for records of channels in Postgres.

They are read once more and looked up by the ids in them. An index of reports by their positions would save
the reading, and cost `resolve` about 10 µs for each report.
"""

from collections.abc import Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from aiokafka import ConsumerRecord, TopicPartition

from schemas.report import Report
from schemas.topics import channel_of
from sinks.audits import Audits, Missing
from sinks.reading import Reader
from streams.core.normalize import digest
from streams.core.records.read import origin_of
from streams.fate import fate_of, report_of
from streams.logs import logger
from streams.watch.brokers import Brokers

FETCH_BYTES = 1 << 20
PAGE = 2_000
"""So many records are looked up at a time."""
LOOK = 20_000
"""So many at one look: more wait for the next."""
MISSING_MAX = 1_000
"""So many of a channel are remembered; while there are as many, it is not looked further."""
NAMED_MAX = 20
"""So many of a page are named in the log."""

log = logger(__name__)


@dataclass(slots=True)
class Search:
    """One look. `missing` counts by topic what was not found so far; `left` is how much may be looked for."""

    brokers: Brokers
    audits: Audits
    reader: Reader
    missing: dict[str, int]
    left: int = LOOK

    async def through(self, partition: TopicPartition, reach: range, since: datetime) -> int:
        """Look for these records of a partition, as far as there is room; how many it were.

        `since` is when they came at the earliest, by the clock of Postgres.
        """
        reach, looked_for = reach[: self.left], 0
        if not reach:
            return 0
        async with aclosing(self.brokers.log(partition, reach, PAGE)) as pages:
            async for records in pages:
                missing = await self._not_found(partition, records, since)
                room = MISSING_MAX - self.missing.get(partition.topic, 0)
                stop = missing[room].offset if len(missing) > room else records[-1].offset + 1
                await self._keep(partition, stop, missing[:room])
                self.left -= len(records)
                looked_for += len([record for record in records if record.offset < stop])
                if len(missing) > room:
                    return looked_for
        await self._keep(partition, reach.stop, ())  # Where the last of them was a gap.
        return looked_for

    async def _not_found(
        self, partition: TopicPartition, records: Sequence[ConsumerRecord], since: datetime
    ) -> list[Missing]:
        """Those that Postgres knows nothing of."""
        channel = channel_of(partition.topic)
        asked = {origin_of(record): report_of(record.value) for record in records}
        keys = {origin: (channel, report.id) for origin, report in asked.items() if report}
        kept = await self.reader.kept(set(keys.values()))
        refused = await self.reader.refusals(self.audits.cluster, asked.keys())
        return [
            _missing(origin.offset, report)
            for origin, report in asked.items()
            if not fate_of(
                origin,
                report,
                kept.get(keys[origin]) if report else None,
                refused=origin in refused,
                since=since,
            )
        ]

    async def _keep(self, partition: TopicPartition, stop: int, missing: Sequence[Missing]) -> None:
        await self.audits.move(partition, stop, missing)
        self.missing[partition.topic] = self.missing.get(partition.topic, 0) + len(missing)
        for one in missing[:NAMED_MAX]:
            log.error(
                "report is lost", topic=partition.topic, partition=partition.partition, offset=one.offset
            )
        if len(missing) > NAMED_MAX:
            more = len(missing) - NAMED_MAX
            log.error(
                "more reports are lost", topic=partition.topic, partition=partition.partition, count=more
            )


def _missing(offset: int, report: Report | None) -> Missing:
    return Missing(offset, report.id, digest(report)) if report else Missing(offset, None, None)
