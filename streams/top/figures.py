"""Figures of the last seconds, made of samples. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from schemas.catalog.models import Catalog
from schemas.topics import feedback, reports
from streams.duties import RESOLVE, TRIAGE, WEBHOOKS, duties
from streams.top.sample import Counts, Sample
from streams.watch.lag import Lag
from streams.watch.promises import by_step, late

RATE_S = 10.0
"""Throughput is told over so long."""
_SLACK_S = 0.5
DECISIONS = ("opens", "joins", "asks", "resends")


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class ChannelFigures:
    """Records a second: published by a channel, understood by triage, told back; reports of the last minute.

    None is not known.
    """

    channel: str
    in_per_s: float | None
    understood_per_s: float | None
    told_per_s: float | None
    decided: Mapping[str, int] | None
    refused: int | None


@dataclass(frozen=True, slots=True)
class ProcessFigures:
    """How a process does: records a second that it finishes and writes, and what it has not finished."""

    process: str
    reads_per_s: float | None
    writes_per_s: float | None
    behind: int | None
    oldest_s: float | None


@dataclass(frozen=True, slots=True)
class AgencyFigures:
    """What an agency has to do, and with how much of it it is late."""

    agency: str
    open: int
    late: int


@dataclass(frozen=True, slots=True)
class Figures:
    """All of it. `away` says what does not answer; figures of that are None or empty."""

    at: str
    seconds: float
    away: tuple[str, ...]
    channels: tuple[ChannelFigures, ...]
    processes: tuple[ProcessFigures, ...]
    agencies: tuple[AgencyFigures, ...]
    outbox: int | None
    outbox_oldest_s: float | None
    questions: int | None
    events: int | None


def figures(samples: Sequence[Sample], catalog: Catalog) -> Figures:
    """Of samples in the order of time, of which there is at least one; rates need two."""
    last = samples[-1]
    counts = None if isinstance(last.counts, str) else last.counts
    pace = _Pace(samples)
    return Figures(
        at=last.at.isoformat(timespec="seconds"),
        seconds=round(pace.seconds, 1),
        away=tuple(
            dict.fromkeys(part for part in (last.ends, last.lags, last.counts) if isinstance(part, str))
        ),
        channels=tuple(_channel(channel, pace, counts) for channel in sorted(catalog.channels)),
        processes=tuple(_processes(last, pace, catalog)),
        agencies=_agencies(counts),
        outbox=sum(one.messages for one in counts.outbox) if counts else None,
        outbox_oldest_s=max((one.oldest_s for one in counts.outbox), default=0.0) if counts else None,
        questions=counts.questions.open if counts else None,
        events=counts.events if counts else None,
    )


@dataclass(frozen=True, slots=True)
class _Span(Generic[T]):
    """The same thing at two moments."""

    before: T
    after: T
    seconds: float


class _Pace:
    """Records a second between the first sample and the last that are near enough."""

    def __init__(self, samples: Sequence[Sample]) -> None:
        near = [one for one in samples if one.at_s >= samples[-1].at_s - RATE_S - _SLACK_S]
        self._ends = _span(near, [(one.at_s, one.ends) for one in near if not isinstance(one.ends, str)])
        self._lags = _span(near, [(one.at_s, one.lags) for one in near if not isinstance(one.lags, str)])
        self.seconds = self._ends.seconds if self._ends else 0.0

    def written(self, *topics: str) -> float | None:
        """What came to these topics."""
        if (span := self._ends) is None:
            return None
        records = sum(span.after.get(topic, 0) - span.before.get(topic, 0) for topic in topics)
        return _per_s(records, span.seconds)

    def finished(self, process: str, topic: str | None = None) -> float | None:
        """What a process has finished, of one topic or of all."""
        if (span := self._lags) is None:
            return None
        records = _position(span.after, process, topic) - _position(span.before, process, topic)
        return _per_s(records, span.seconds)


def _span(samples: Sequence[Sample], parts: Sequence[tuple[float, T]]) -> _Span[T] | None:
    """From the first part to that of the last sample; none where that is away, or the only one."""
    if len(parts) < 2 or parts[-1][0] < samples[-1].at_s:
        return None
    (began_s, before), (ended_s, after) = parts[0], parts[-1]
    return _Span(before, after, ended_s - began_s)


def _per_s(records: int, seconds: float) -> float:
    """A topic that was made anew has fewer than before."""
    return round(max(0, records) / seconds, 1)


def _position(lags: Sequence[Lag], process: str, topic: str | None) -> int:
    return sum(one.position for one in lags if one.process == process and topic in (None, one.topic))


def _channel(channel: str, pace: _Pace, counts: Counts | None) -> ChannelFigures:
    topic = reports(channel)
    decided = counts.decided.reports if counts else None
    return ChannelFigures(
        channel,
        in_per_s=pace.written(topic),
        understood_per_s=pace.finished(TRIAGE, topic),
        told_per_s=pace.written(feedback(channel)),
        decided={one: decided.get((channel, one), 0) for one in DECISIONS} if decided is not None else None,
        refused=counts.decided.refused.get(topic, 0) if counts else None,
    )


def _processes(last: Sample, pace: _Pace, catalog: Catalog) -> Iterator[ProcessFigures]:
    triage, resolve = duties(catalog)
    written = {
        TRIAGE: pace.written(*triage.writes),
        # What it writes where triage writes too, nobody can tell from that.
        RESOLVE: pace.written(*(topic for topic in resolve.writes if topic not in triage.writes)),
        # What it delivers goes to others, not to Kafka.
        WEBHOOKS: None,
    }
    for process, writes_per_s in written.items():
        ours = [] if isinstance(last.lags, str) else [one for one in last.lags if one.process == process]
        if process == WEBHOOKS and not ours:
            continue
        yield ProcessFigures(
            process,
            reads_per_s=pace.finished(process),
            writes_per_s=writes_per_s,
            behind=sum(one.records for one in ours) if ours else None,
            oldest_s=max(one.oldest_s or 0.0 for one in ours) if ours else None,
        )


def _agencies(counts: Counts | None) -> tuple[AgencyFigures, ...]:
    """Those that have most to do first."""
    if counts is None:
        return ()
    open: Counter[str] = Counter()
    for (agency, _), incidents in by_step(counts.works).items():
        open[agency] += incidents
    behind = late(counts.works)
    found = (AgencyFigures(agency, number, behind[agency]) for agency, number in open.items())
    return tuple(sorted(found, key=lambda one: (-one.open, one.agency)))
