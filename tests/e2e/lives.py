"""What becomes of the problems of a stream: who says what about them, round by round.

The same in two cities whose incidents have other ids, since there another report came first: parts go to
problems by name, and all times are as of the reports'. Between rounds everything settles, and within one
the words about an incident whose order matters go to one topic, so that no order between topics matters.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.e2e.parts import CROWD, PARTS, SILENT, Part, Round
from tests.e2e.reports import BEGIN, Record
from tests.e2e.scene import Matter, Scene

BEGINS: Mapping[Round, datetime] = {
    "first": BEGIN + timedelta(hours=3),
    "then": BEGIN + timedelta(hours=5),
    "meanwhile": BEGIN + timedelta(hours=6),
    "last": BEGIN + timedelta(hours=7),
}
"""All on the day of the reports, and before the clock of whoever runs this: what lies ahead is refused."""

LATER = tuple(BEGIN + timedelta(days=days, hours=6) for days in (4, 6))
AT_LAST = tuple(BEGIN + timedelta(days=days, hours=6) for days in (32, 38, 40))
"""When it ticks. No promise to an incident falls due at one of these if it was opened when the reports
began, and at the next if it was opened when they ended: that depends on who came first.
"""

MATTERS = """
    select l.channel, l.report_id, r.reporter, l.new_voice, l.incident_id, i.version, i.category, i.routed
    from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
    join incidents i on i.id = l.incident_id
    order by l.channel, coalesce(r.reporter, r.id)
"""


@dataclass(slots=True)
class Lives:
    """Knows the stream, and gives each problem its part once its incidents are there."""

    records: list[Record]
    parts: dict[str, Part] = field(default_factory=dict)

    def words(self, rows: Iterable[Mapping[str, Any]], round: Round) -> list[Record]:
        """What is published in a round; `rows` are `MATTERS`."""
        matters = self.matters(rows)
        self.parts = self.parts or _cast(matters)
        words = [
            word
            for matter in matters
            for word in self.parts[matter.problem].act(round)(Scene(matter, BEGINS[round]))
        ]
        self.records += [word for word in words if word.problem]
        return words

    def crowd(self, rows: Iterable[Mapping[str, Any]]) -> str:
        """The incident that most speak of."""
        [crowd] = [one.incident for one in self.matters(rows) if self.parts[one.problem] is CROWD]
        return crowd

    def matters(self, rows: Iterable[Mapping[str, Any]]) -> list[Matter]:
        """Every problem as it stands, by name."""
        said: defaultdict[str, list[Record]] = defaultdict(list)
        problems: dict[tuple[str, str], str] = {}
        for record in self.records:
            if record.id and record.problem:
                problems[record.channel, record.id] = record.problem
                said[record.problem].append(record)
        links: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in rows:
            links[problems[row["channel"], row["report_id"]]].append(row)
        return [matter_of(problem, links[problem], said[problem]) for problem in sorted(links)]


def matter_of(problem: str, links: Sequence[Mapping[str, Any]], said: Sequence[Record]) -> Matter:
    """A problem, by the rows of `MATTERS` of one incident and what was said of it."""
    row = links[0]
    photos = (photo["phash"] for one in said for photo in json.loads(one.value or b"").get("photos", ()))
    return Matter(
        problem=problem,
        incident=row["incident_id"],
        version=row["version"],
        category=row["category"],
        agencies=tuple(routed["agency"] for routed in json.loads(row["routed"])),
        voices=tuple((link["channel"], link["report_id"]) for link in links if link["new_voice"]),
        said=said[0],
        seen=next(photos, None),
    )


def _cast(matters: Sequence[Matter]) -> dict[str, Part]:
    """Each part goes to the first problems that fit it; about the others nobody says anything."""
    given: dict[str, Part] = {}
    for part in PARTS:
        fitting = [one.problem for one in matters if one.problem not in given and part.fits(one)]
        if len(fitting) < part.times:
            raise ValueError(f"{len(fitting)} problems for {part}")
        given |= dict.fromkeys(fitting[: part.times], part)
    return {one.problem: given.get(one.problem, SILENT) for one in matters}
