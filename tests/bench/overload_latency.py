"""How long reports took to their agency, by how urgent they are: read from the topics of the agencies."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence

from aiokafka import AIOKafkaConsumer, ConsumerRecord

from schemas.catalog.models import Urgency
from schemas.passage import passage_of

GROUPS = ("emergency family", "emergencies elsewhere", "rest")
POLL_MS = 200


class Latencies:
    """Seconds from Kafka's time stamp of a report to that of the dispatch that it caused."""

    def __init__(self) -> None:
        self._found: list[tuple[float, str, float]] = []  # when it arrived, group, seconds
        self._shown = 0

    async def listen(self, reading: AIOKafkaConsumer) -> None:
        """Read what agencies are told, until cancelled."""
        while True:
            for records in (await reading.getmany(timeout_ms=POLL_MS)).values():
                self._found += [one for record in records for one in _latency(record)]

    def lately(self) -> dict[str, Sequence[float]]:
        """By group, of what was dispatched since this was asked last."""
        new, self._shown = self._found[self._shown :], len(self._found)
        return _grouped(new)

    def of_arrivals(self, since: float, until: float) -> dict[str, Sequence[float]]:
        """By group, of reports that arrived within these seconds since the epoch."""
        return _grouped([one for one in self._found if since <= one[0] < until])


def quantiles(seconds: Sequence[float]) -> str:
    """The median and the 99th percentile, in words."""
    if not seconds:
        return "-"
    ordered = sorted(seconds)
    return f"{ordered[len(ordered) // 2]:.1f} / {ordered[int(len(ordered) * 0.99)]:.1f}"


def _grouped(found: Sequence[tuple[float, str, float]]) -> dict[str, Sequence[float]]:
    groups: defaultdict[str, list[float]] = defaultdict(list)
    for _, group, seconds in found:
        groups[group].append(seconds)
    return {group: groups[group] for group in GROUPS}


def _latency(record: ConsumerRecord) -> Iterator[tuple[float, str, float]]:
    passage = passage_of(record.headers)
    if passage is None:  # Not caused by a report: an event, a correction.
        return
    said = json.loads(record.value)
    arrived = passage.arrived_at.timestamp()
    yield arrived, _group(said), record.timestamp / 1000 - arrived


def _group(dispatch: dict[str, str]) -> str:
    if ":emergency:" in dispatch["incident_id"]:
        return GROUPS[0]
    return GROUPS[1] if dispatch["urgency"] == Urgency.EMERGENCY else GROUPS[2]
