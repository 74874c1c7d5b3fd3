"""Whether processes keep up, and whether what they are to read is still there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from aiokafka import TopicPartition

from streams.doctor.ask_lag import Standing
from streams.duties import RESOLVE
from streams.findings import Finding, counted, listed, warning, wrong
from streams.watch.lag import Lag

_ABOUT = "lag"
STUCK_S = 10.0
"""A record that waits so long while nothing is finished, waits for somebody to help."""
LATE_S = 60.0
"""Within so long a report is to be dispatched."""


def lag(standing: Standing, *, seconds: float) -> Iterator[Finding]:
    """Process by process; `seconds` lie between the two looks."""
    before, after = _by_process(standing.before), _by_process(standing.after)
    for process, behind in after.items():
        records = sum(one.records for one in behind)
        if not records:
            yield Finding(_ABOUT, f"{process} has finished all there is")
            continue
        finished = sum(one.position for one in behind) - sum(one.position for one in before.get(process, []))
        oldest_s = max((one.oldest_s or 0.0 for one in behind), default=0.0)
        yield _judged(process, records, oldest_s, max(0.0, finished / seconds))


def _judged(process: str, records: int, oldest_s: float, rate: float) -> Finding:
    waits = f"{process} has {counted(records, 'record')} to go, the oldest waits for {oldest_s:.0f} s"
    if not rate and oldest_s >= STUCK_S:
        return wrong(
            _ABOUT,
            f"{waits}, and it finishes none",
            f"see its log and /healthz/live, then restart `sinergi worker {process}`",
            "LagGrows",
        )
    if oldest_s >= LATE_S:
        left = (
            f"at {rate:.0f} a second that takes {records / rate:.0f} s"
            if rate
            else "it may have begun just now"
        )
        return warning(
            _ABOUT, f"{waits}; {left}", f"start another `sinergi worker {process}` if it grows", "LagGrows"
        )
    return Finding(_ABOUT, waits)


def offsets(standing: Standing, *, embedded: bool) -> Iterator[Finding]:
    """Where a process stands outside of what the log holds: it would not start, for records are missing."""
    removed, beyond = [], []
    for place in standing.places:
        begin, end = standing.log[place.partition]
        at = f"{place.process} at {_name(place.partition)}"
        if place.position is not None and place.position < begin:
            removed.append(f"{at} stands at {place.position}, the log begins at {begin}")
        # The embedded broker tells ends that are too low.
        elif place.position is not None and place.position > end and not embedded:
            beyond.append(f"{at} stands at {place.position}, the log ends at {end}")
    if removed:
        yield wrong(
            "offsets",
            f"Kafka removed records that were not read: {listed(removed)}",
            "those are lost here: ask the channels to publish them anew, and let `retention_days` be longer",
            "ReportsLost",
        )
    if beyond:
        yield wrong(
            "offsets",
            f"more was read than there is: {listed(beyond)}",
            "the topic was made anew, or this is another cluster than before",
        )
    if not removed and not beyond:
        yield Finding("offsets", "all that is to be read is still in Kafka")


def _by_process(lags: Iterable[Lag]) -> dict[str, list[Lag]]:
    found: dict[str, list[Lag]] = defaultdict(list)
    for one in lags:
        found[one.process].append(one)
    return found


def rewound(standing: Standing) -> Iterator[Finding]:
    """Whether Kafka remembers that more was recorded: workers commit only what Postgres has."""
    missing = sum(
        max(0, (standing.committed.get(place.partition) or 0) - (place.position or 0))
        for place in standing.places
        if place.process == RESOLVE
    )
    if missing:
        yield warning(
            "rewound",
            f"Postgres is older than what Kafka remembers of it: {counted(missing, 'record')} that it "
            "held once are missing; was a backup restored?",
            "workers do not start until somebody accepted it: `sinergi rewind` says what comes again",
        )
    else:
        yield Finding("rewound", "Postgres holds all that was committed to Kafka")


def _name(partition: TopicPartition) -> str:
    return f"{partition.topic}/{partition.partition}"
