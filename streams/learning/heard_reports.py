"""A simulated city's reports as incidents: as they truly are, and as Sinergi puts them together. Pure."""

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from schemas.classified import ClassifiedReport
from schemas.incident import Incident, State
from schemas.rejection import Origin
from schemas.topics import reports
from streams.core.fold import fold
from streams.core.incidents import OpenIncidents
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.understand import Knowledge, understand_all
from streams.learning.hearing import DAY_S, Observed
from streams.simulator.city.stream import City, Delivery
from streams.simulator.city.witnesses import Said
from streams.simulator.city.writing import json_lines


def as_they_are(said: Iterable[Said], city: City) -> Iterator[Observed]:
    """Without those of storms, in which everybody speaks."""
    voices: defaultdict[str, list[float]] = defaultdict(list)
    incidents = {}
    for one in said:
        if not one.incident.opening.storm:
            incidents[one.incident.id] = one.incident
            if not one.resent:
                voices[one.incident.id].append(one.at_s)
    for id, incident in incidents.items():
        ward = city.ground.wards[incident.opening.road.ward].id
        yield Observed(ward, incident.kind.id, voices[id], _ends(incident.mended_s))


def as_put_together(
    said: Sequence[Said], begins: datetime, knowledge: Knowledge, rules: Rules
) -> Iterator[Observed]:
    """By triage and resolve, with their mistakes. An incident ends when that of its first report does."""
    desk, since = _Desk.empty(rules), begins.timestamp()
    mended = {one.id: _ends(one.incident.mended_s) + since for one in said}
    for day, some in groupby(said, key=lambda one: one.at_s // DAY_S):
        desk.close(mended, begins + timedelta(days=day))
        desk.take(_understood(list(some), begins, knowledge))
    for id, voices in desk.voices.items():
        incident = desk.incidents[id]
        if incident.place and incident.place.kelurahan and not incident.event:
            ends = mended[desk.founders[id]] - since
            yield Observed(
                incident.place.kelurahan, incident.category, [at - since for at in sorted(voices)], ends
            )


@dataclass(slots=True)
class _Desk:
    """What a worker of resolve holds, and what it has decided."""

    rules: Rules
    held: OpenIncidents
    storms: Storms
    voices: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    founders: dict[str, str] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)

    @classmethod
    def empty(cls, rules: Rules) -> "_Desk":
        """Nothing happened yet."""
        return cls(rules, rules.no_incidents(), Storms.of(rules.sky))

    def take(self, understood: Iterable[ClassifiedReport]) -> None:
        """One batch."""
        folded = fold(understood, self.held, {}, self.rules, self.storms)
        self.incidents |= folded.incidents
        for one in folded.recorded:
            incident = one.link.incident_id
            self.founders.setdefault(incident, one.report.report.id)
            if one.link.new_voice:
                self.voices[incident].append(one.report.said_at.timestamp())

    def close(self, mended: Mapping[str, float], at: datetime) -> None:
        """What was mended by now takes no reports in any more."""
        for one in [*self.held]:
            if one.state is State.OPEN and mended[self.founders[one.id]] <= at.timestamp():
                closed = replace(one, state=State.CLOSED, closed_at=at)
                self.held.put(closed, {})


def _understood(said: Sequence[Said], begins: datetime, knowledge: Knowledge) -> list[ClassifiedReport]:
    """In order of time, by each channel's stage of triage."""
    values: defaultdict[str, list[tuple[bytes, Origin]]] = defaultdict(list)
    for number, line in enumerate(json_lines(map(Delivery, said), begins)):
        record = json.loads(line)
        channel = record.pop("channel")
        del record["truth"]
        values[channel].append(
            (json.dumps(record).encode(), Origin(topic=reports(channel), partition=0, offset=number))
        )
    found = [one for channel, some in values.items() for one in understand_all(some, channel, knowledge)]
    good = [one for one in found if isinstance(one, ClassifiedReport)]
    return sorted(good, key=lambda one: one.origin.offset)


def _ends(mended_s: float | None) -> float:
    return math.inf if mended_s is None else mended_s
