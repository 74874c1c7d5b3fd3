"""The work of triage and of resolve between a batch of records and what it comes to, the same file for all.

Pure, but for the collector of garbage: the core of the product, called as its agents call it.
"""

import gc
from collections import defaultdict, deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple, Protocol, TypeAlias

from schemas.catalog import load
from schemas.classified import ClassifiedReport, ReportKey
from schemas.message import Message
from schemas.passage import Headers, Passage, passage_of
from schemas.rejection import Origin
from streams.agents.desk import _outgoing
from streams.agents.moment import moment_of
from streams.core.durations import Durations
from streams.core.fold import Folded, fold
from streams.core.records.commands import read_event
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.tell import classified_record, rejected_record
from streams.core.understand import Knowledge, understand_all
from streams.weights import load as load_weights
from streams.weights import load_duplicates

LOOSE_RECORDS = 5_000
"""As `streams.agents.resolve`: the garbage collector sees what so many records left, and no more of it."""
UNWRITTEN_MAX = 2
"""One batch may be decided while the one before is written, and its reports are not in Postgres yet."""

Place: TypeAlias = tuple[str, int]
"""Topic and partition."""
Known: TypeAlias = Mapping[ReportKey, str]
"""The content's fingerprint of those reports that are recorded already."""


class Record(NamedTuple):
    """A record of Kafka, as aiokafka's; `timestamp` in milliseconds since 1970."""

    topic: str
    partition: int
    offset: int
    value: bytes
    headers: Headers
    timestamp: int


Read: TypeAlias = Sequence[tuple[ClassifiedReport, Record]]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a batch comes to: messages by the partition with whose records they come about, and rows."""

    reached: Mapping[Place, int]
    messages: Mapping[int, Sequence[Message]]
    folded: Folded = field(default_factory=Folded)


class Work(Protocol):
    """A stage: what it asks Postgres for, and what it decides by that."""

    def read(self, records: Sequence[Record]) -> Sequence[tuple[object, Record]]: ...

    def keys(self, read: Read) -> set[ReportKey]: ...

    def decide(self, read: Read, known: Known) -> Decided: ...


class Triage:
    """bytes -> a message for `reports.classified`, not sealed, or for `reports.rejected`."""

    def __init__(self) -> None:
        self._knowledge = Knowledge.of(load(), load_weights())

    def read(self, records: Sequence[Record]) -> Sequence[tuple[None, Record]]:
        """All lies in the record."""
        return [(None, record) for record in records]

    def keys(self, _read: object) -> set[ReportKey]:
        """Nothing is asked of Postgres."""
        return set()

    def decide(self, read: Sequence[tuple[None, Record]], _known: Known) -> Decided:
        """The topic's last word names the channel."""
        records = sorted((record for _, record in read), key=attrgetter("topic"))
        messages: list[Message] = []
        for topic, run in groupby(records, attrgetter("topic")):
            messages += self._understood(topic.rpartition(".")[2], list(run))
        return Decided(_reached(records), {0: messages})

    def _understood(self, channel: str, records: Sequence[Record]) -> Iterator[Message]:
        places = [
            Origin(topic=record.topic, partition=record.partition, offset=record.offset) for record in records
        ]
        values = (record.value for record in records)
        results = understand_all(zip(values, places, strict=True), channel, self._knowledge)
        for result, record in zip(results, records, strict=True):
            if isinstance(result, ClassifiedReport):
                yield classified_record(result, Passage(moment_of(record), channel))
            else:
                yield rejected_record(result, moment_of(record))


class Resolve:
    """Classified reports -> rows of what is decided, and messages to agencies and reporters."""

    def __init__(self) -> None:
        self._rules = Rules.of(load(), load_duplicates(None))
        self._incidents = self._rules.no_incidents()
        self._storms = Storms.of(self._rules.sky)
        self._durations = Durations.of(())
        self._unwritten: deque[Known] = deque(maxlen=UNWRITTEN_MAX)
        self._loose = 0

    def read(self, records: Sequence[Record]) -> Read:
        """Raises `TypeError` for what is no report: the bench sends none."""
        return [(_report(read_event(record, self._rules.catalog)), record) for record in records]

    def keys(self, read: Read) -> set[ReportKey]:
        """Of the reports that may be recorded already."""
        return {report.report_key for report, _ in read}

    def decide(self, read: Read, known: Known) -> Decided:
        """Fold, and make the messages."""
        reports = [report for report, _ in read]
        digests = {key: digest for batch in self._unwritten for key, digest in batch.items()} | known
        folded = fold(reports, self._incidents, digests, self._rules, self._storms, durations=self._durations)
        self._unwritten.append({report.report_key: report.digest for report in reports})
        passages: dict[ReportKey, Passage | None] = {}
        for report, record in read:
            passages.setdefault(report.report_key, passage_of(record.headers))
        messages: dict[int, list[Message]] = defaultdict(list)
        for partition, message in _outgoing(folded, read, passages):
            messages[partition].append(message)
        self._let_lie(len(reports))
        return Decided(_reached([record for _, record in read]), messages, folded)

    def _let_lie(self, records: int) -> None:
        self._loose += records
        if self._loose >= LOOSE_RECORDS:
            gc.collect()
            gc.freeze()
            self._loose = 0


def work_of(stage: str) -> Work:
    """Loaded, and out of the garbage collector's sight."""
    work = {"triage": Triage, "resolve": Resolve}[stage]()
    gc.collect()
    gc.freeze()
    return work


def _report(event: object) -> ClassifiedReport:
    if not isinstance(event, ClassifiedReport):
        raise TypeError(f"no report: {event}")
    return event


def _reached(records: Sequence[Record]) -> dict[Place, int]:
    """The next offset of each partition."""
    return {(record.topic, record.partition): record.offset + 1 for record in records}
