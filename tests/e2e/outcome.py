"""What a stream and all that was said of it came to, told so that two cities can be compared.

Left out is what depends on which report came first: ids of incidents, when they were opened, and which of
two reports of one citizen brought in the voice.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from typing import Any, TypeAlias

from aiokafka import ConsumerRecord

from tests.e2e.city import City
from tests.e2e.lives import MATTERS, Lives
from tests.e2e.logs import Logs

Voice: TypeAlias = tuple[str, str]
"""Channel and reporter, or report of one that names none."""

_INCIDENTS = """
    select id, state, urgency, version, routed, released, life,
           (select count(*) from links where incident_id = i.id) as reports
    from incidents i
"""
_COUNTED = ("step", "reopened", "refusals", "yes", "no", "again", "number", "told", "withheld")
_WORKED = ("agency", "step", "proven", "partner", "offered", "overdue")
_TIMES = ("progress", "reopened", "closed")
"""Kinds of dispatches that speak neither of a report nor of a word: of votes, and of time."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """By problem: how it stands, and of what beside reports agencies were told; by voice: what it heard."""

    problems: Mapping[str, Mapping[str, Any]]
    told: Mapping[str, Set[tuple[str, str, int | str]]]
    heard: Mapping[Voice, Set[tuple[str, str, int]]]


async def outcome(city: City, lives: Lives) -> Outcome:
    """Read it from Postgres and the topics."""
    rows = await city.rows(MATTERS)
    names = {one.incident: one.problem for one in lives.matters(rows)}
    voices = {(row["channel"], row["report_id"]): row["reporter"] or row["report_id"] for row in rows}
    async with Logs(city.settings.kafka.brokers, ("dispatches.", "feedback.")) as logs:
        await logs.catch_up()
    told, heard = defaultdict(set), defaultdict(set)
    for _agency, said in _said(logs.records, "dispatches."):
        if said.get("progress") or said.get("overdue") or said["kind"] in _TIMES:
            # Which of two agencies is late first depends on which report brought the second in.
            at = said.get("overdue") or said["version"]
            told[names[said["incident_id"]]].add((said["agency"], said["kind"], at))
    for channel, said in _said(logs.records, "feedback."):
        if said["kind"] not in ("received", "joined"):
            number = int(said["id"].rpartition("/")[2])
            voice = channel, voices[channel, said["report_id"]]
            heard[voice].add((names[said["incident_id"]], said["kind"], number))
    problems = {names[row["id"]]: _standing(row) for row in await city.rows(_INCIDENTS)}
    return Outcome(problems, told, heard)


def _said(
    logs: Mapping[str, Iterable[ConsumerRecord]], prefix: str
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """What was said on topics that begin so, each with the rest of its name."""
    for topic, log in logs.items():
        if topic.startswith(prefix):
            yield from ((topic.removeprefix(prefix), json.loads(record.value)) for record in log)


def _standing(row: Mapping[str, Any]) -> Mapping[str, Any]:
    life = json.loads(row["life"])
    return {
        **{name: row[name] for name in ("state", "urgency", "version", "reports")},
        **{name: life.get(name) for name in _COUNTED},
        "routed": [one["agency"] for one in json.loads(row["routed"])],
        "released": json.loads(row["released"]),
        "works": sorted(str({name: work.get(name) for name in _WORKED}) for work in life.get("works", ())),
    }
