"""Whether every record that triage has finished became a report, a rejection, or is one that came again.

Nothing is waited for by the clock. What triage has finished is in `reports.classified` or
`reports.rejected`; once resolve has taken in all that the first held then, what it refused of that is in
the outbox or in the second; and once the outbox has handed that on and the second is taken in too, there
is nothing more to wait for: what Postgres does not know now is lost. Such rounds follow each other.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from aiokafka import TopicPartition

from schemas.topics import CLASSIFIED, REJECTED, channel_of, reports
from sinks.audits import Audited, Audits, Partition
from sinks.postgres import Pool
from sinks.reading import Reader
from streams.duties import TRIAGE_GROUP
from streams.logs import logger
from streams.watch.brokers import Brokers, Partitions, of_topics
from streams.watch.search import Search

Finished = Mapping[TopicPartition, int | None]
Offsets = Mapping[TopicPartition, int]

log = logger(__name__)


@dataclass(frozen=True, slots=True)
class Loss:
    """By channel: how many records were looked for now, and how many are missing of all that ever were."""

    audited: Mapping[str, int]
    missing: Mapping[str, int]


@dataclass(slots=True)
class Round:
    """`until` is how far triage was when it began, the others are the ends that must be taken in."""

    cluster: str
    until: Offsets
    classified: Offsets
    rejected: Offsets | None = None

    def holds(self, cluster: str, finished: Finished) -> bool:
        """Not once triage goes through something again, or the log is another one."""
        still = all((finished.get(partition) or 0) >= end for partition, end in self.until.items())
        return still and cluster == self.cluster


@dataclass(slots=True)
class Audit:
    """Looks again and again; how far it got is in Postgres, so that a restart goes on from there."""

    channels: Collection[str]
    _round: Round | None = field(default=None, init=False)

    async def look(self, brokers: Brokers, pool: Pool) -> Loss:
        """Go on as far as can be told by now. Raises `KafkaError`, `PostgresError`."""
        audits = Audits(pool, brokers.cluster)
        there = await brokers.partitions()
        partitions = of_topics(there, map(reports, sorted(self.channels)))
        begins = await brokers.beginnings(partitions)
        finished = await brokers.committed(TRIAGE_GROUP, partitions)
        places = await _places(audits, begins, finished)
        if self._round and not self._round.holds(brokers.cluster, finished):
            self._round = None
        self._round = self._round or await _begun(brokers, there, places, finished)
        audited: Counter[str] = Counter()
        if self._round and await _is_taken_in(self._round, brokers, there, audits):
            search = Search(brokers, audits, Reader(pool), await audits.missing())
            for partition, until in self._round.until.items():
                reach = range(max(places[partition].next_offset, begins[partition]), until)
                found = await search.through(partition, reach, places[partition].since)
                audited[channel_of(partition.topic)] += found
            if not ahead(await audits.places(), self._round.until):
                self._round = None
        missing = await audits.missing()
        return Loss(audited, {channel: missing.get(reports(channel), 0) for channel in self.channels})


async def _places(audits: Audits, begins: Offsets, finished: Finished) -> dict[Partition, Audited]:
    """How far it was looked. A partition that is new begins where triage is.

    So does one that triage goes through again, or that was made anew: what is recorded of it may be of the
    old one.
    """
    places = await audits.places()
    if starts := starting(places, begins, finished):
        await audits.begin(starts)
        places = await audits.places()
    for partition, begin in begins.items():
        if removed := max(0, begin - places[partition].next_offset):
            log.warning(
                "records were removed before they were looked for",
                topic=partition.topic,
                partition=partition.partition,
                count=removed,
            )
            await audits.move(partition, begin, ())
            places[partition] = replace(places[partition], next_offset=begin)
    await audits.forget({tp: (begin, places[tp].next_offset) for tp, begin in begins.items()})
    return places


def starting(places: Mapping[Partition, Audited], begins: Offsets, finished: Finished) -> Offsets:
    """Where to begin, of partitions that are new or that triage has gone back in."""
    return {
        tp: begins[tp] if offset is None else offset
        for tp, offset in finished.items()
        if tp not in places or (offset is not None and offset < places[tp].next_offset)
    }


async def _begun(
    brokers: Brokers, there: Partitions, places: Mapping[Partition, Audited], finished: Finished
) -> Round | None:
    """None where triage has finished nothing more."""
    until = ahead(places, {tp: offset for tp, offset in finished.items() if offset is not None})
    if not until:
        return None
    return Round(brokers.cluster, until, await brokers.exact_ends(of_topics(there, [CLASSIFIED])))


def ahead(places: Mapping[Partition, Audited], until: Offsets) -> Offsets:
    """Those that there is something to be looked for in."""
    return {tp: offset for tp, offset in until.items() if offset > places[tp].next_offset}


async def _is_taken_in(round: Round, brokers: Brokers, there: Partitions, audits: Audits) -> bool:
    """Whether all that became of the records of the round is in Postgres."""
    if round.rejected is None:
        consumed, on_their_way = await audits.consumed()
        if on_their_way or not reached(consumed, round.classified):
            return False
        round.rejected = await brokers.exact_ends(of_topics(there, [REJECTED]))
    consumed, _ = await audits.consumed()
    return reached(consumed, round.rejected)


def reached(consumed: Mapping[Partition, int | None], ends: Offsets) -> bool:
    """Whether all was taken in that lies before these ends."""
    return all((consumed.get(partition) or 0) >= end for partition, end in ends.items())
