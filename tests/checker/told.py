"""Judges of the outgoing topics: agencies and citizens heard of everything, in order, and of nothing else."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import asyncpg
from aiokafka import ConsumerRecord

from tests.checker.found import Found, Published, ReportKey, named, position_of

Said = Mapping[str, Any]
STEPS = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Voices at which agencies hear of an incident in an event."""


def rejected_topic(found: Found, published: Sequence[Published]) -> Iterator[str]:
    refused = {(p.topic, p.partition, p.offset) for p in published if p.report_id is None}
    told = {position_of(json.loads(record.value)) for record in found.log("reports.rejected")}
    yield from named("malformed but not on reports.rejected", refused - told)
    yield from named("on reports.rejected but not malformed", told - refused)


def dispatches(found: Found, _: Sequence[Published]) -> Iterator[str]:
    yield from _repeats(found.log("dispatches."))
    told: defaultdict[tuple[str, str], dict[int, Said]] = defaultdict(dict)
    for record, said in _of_type(found, "sinergi.dispatch."):
        if record.topic != f"dispatches.{said['agency']}":
            yield f"{said['id']} went to {record.topic}"
        told[said["incident_id"], said["agency"]][said["version"]] = said
    incidents = {row["id"]: row for row in found.tables["incidents"]}
    due = {(id, agency["agency"]) for id, row in incidents.items() for agency in json.loads(row["routed"])}
    were = {(id, agency) for id, row in incidents.items() for agency in json.loads(row["released"])}
    yield from named("never dispatched", (due | were) - told.keys())
    yield from named("dispatched but not routed", told.keys() - due - were)
    for case in due & told.keys():
        yield from _versions(case, told[case], incidents[case[0]])
    yield from named("released without a word", (c for c in were & told.keys() if not _last_word(told[c])))
    from_the_start = {incident for (incident, _agency), versions in told.items() if 1 in versions}
    yield from named(
        "no agency heard of it from the start", {incident for incident, _ in due | were} - from_the_start
    )


def _last_word(told: Mapping[int, Said]) -> bool:
    return told[max(told)]["kind"] in ("moved", "closed")


def _versions(case: tuple[str, str], told: Mapping[int, Said], row: asyncpg.Record) -> Iterator[str]:
    """From the first that the agency was told, every version up to the last; only the first opens.

    Of an incident in an event, joins between two steps are left out. One that a correction released and
    another called back has missed what lies between.
    """
    first, last = min(told), max(told)
    corrected = row["revision"] > 0 and last == row["version"]
    if sorted(told) != list(range(first, row["version"] + 1)) and not corrected:
        if row["event"] is None or last > row["version"]:
            yield f"{case} was told versions {sorted(told)} of {row['version']}"
        yield from _left_out(case, told, row)
    if [version for version, said in told.items() if said["kind"] == "opened"] != [first]:
        yield f"{case} was told {sorted(told)}: not opened once, at first"


def _left_out(case: tuple[str, str], told: Mapping[int, Said], row: asyncpg.Record) -> Iterator[str]:
    for version, following in pairwise([*sorted(told), row["version"] + 1]):
        if following == version + 1:
            continue
        # Whoever is told at the end of a gap may have been the one voice that reached a step.
        after = told[following]["voices"] - 1 if following in told else row["voices"]
        if any(told[version]["voices"] < step <= after for step in STEPS):
            yield f"{case} reached a step after version {version} and before {following}, untold"
    if told[max(told)]["urgency"] != row["urgency"]:
        yield f"{case} was not told that it is {row['urgency']} now"


def events(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Every agency of an event heard of it, in order, up to its last version; the end comes last."""
    told: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for record, said in _of_type(found, "sinergi.event."):
        case = said["event_id"], said["agency"]
        if record.key != said["event_id"].encode() or "incident_id" in said:
            yield f"{said['id']} can be taken for a dispatch"
        # What a crash left in the outbox comes again; a consumer drops the versions that it has seen.
        if said["version"] not in told[case] and said["version"] < max(told[case], default=0):
            yield f"{said['id']} came after version {max(told[case])}"
        told[case][said["version"]] = said["kind"]
    due = {
        (row["id"], agency): row for row in found.tables["events"] for agency in json.loads(row["agencies"])
    }
    yield from named("event never told", due.keys() - told.keys())
    yield from named("event told to who should not hear", told.keys() - due.keys())
    for case in due.keys() & told.keys():
        kinds = [told[case][version] for version in sorted(told[case])]
        if sorted(told[case]) != list(range(min(told[case]), due[case]["version"] + 1)):
            yield f"{case} was told versions {sorted(told[case])} of {due[case]['version']}"
        if ("ended" in kinds) != (due[case]["until"] is not None) or "ended" in kinds[:-1]:
            yield f"{case} was told {kinds}"
    named_by = {row["event"] for row in found.tables["incidents"] if row["event"]}
    yield from named("incidents in no known event", named_by - {row["id"] for row in found.tables["events"]})


def order(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """A consumer that drops ids it has seen meets growing versions."""
    seen: set[str] = set()
    last: Counter[tuple[str, str]] = Counter()
    for _record, said in _of_type(found, "sinergi.dispatch."):
        case = said["incident_id"], said["agency"]
        if said["id"] not in seen and said["version"] <= last[case]:
            yield f"{said['id']} came after version {last[case]}"
        seen.add(said["id"])
        last[case] = max(last[case], said["version"])


def feedback(found: Found, _: Sequence[Published]) -> Iterator[str]:
    yield from _repeats(found.log("feedback."))
    told: defaultdict[ReportKey, set[tuple[str, str, str]]] = defaultdict(set)
    for record in found.log("feedback."):
        said = json.loads(record.value)
        key = record.topic.removeprefix("feedback."), said["report_id"]
        told[key].add((said["id"], said["incident_id"], said["kind"]))
    kinds = {"opens": "received", "asks": "received", "joins": "joined"}
    due = {
        (row["channel"], row["id"]): (row["incident_id"], kinds[row["decision"]])
        for row in found.tables["links"]
        if row["decision"] in kinds and row["correction"] is None
    }
    # Who was told of it before it was put right is not told again.
    corrected = {(row["channel"], row["id"]) for row in found.tables["links"] if row["correction"]}
    yield from named("its reporter heard nothing", due.keys() - told.keys())
    yield from named("feedback on what needs none", told.keys() - due.keys() - corrected)
    yield from named(
        "feedback says other things",
        (
            key
            for key in due.keys() & told.keys()
            if {said[1:] for said in told[key]} != {due[key]} or len(told[key]) > 1
        ),
    )


def _of_type(found: Found, prefix: str) -> Iterator[tuple[ConsumerRecord, Said]]:
    """What agencies were told of one type, by the header that says so."""
    for record in found.log("dispatches."):
        if dict(record.headers)["ce_type"].decode().startswith(prefix):
            yield record, json.loads(record.value)


def _repeats(log: Iterable[ConsumerRecord]) -> Iterator[str]:
    """A message that is sent again must be the same to the byte."""
    contents: defaultdict[str, set[object]] = defaultdict(set)
    for record in log:
        headers = dict(record.headers)
        id = json.loads(record.value)["id"]
        contents[id].add((record.topic, record.partition, record.key, record.value, record.headers))
        if headers.get("ce_id") != id.encode():
            yield f"{id} has the header ce_id {headers.get('ce_id')!r}"
    yield from named("sent again with other bytes", (id for id, seen in contents.items() if len(seen) > 1))
