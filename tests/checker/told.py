"""Judges of the outgoing topics: agencies and citizens heard of everything, in order, and of nothing else."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from aiokafka import ConsumerRecord

from tests.checker.found import Found, Published, ReportKey, named, position_of


def rejected_topic(found: Found, published: Sequence[Published]) -> Iterator[str]:
    refused = {(p.topic, p.partition, p.offset) for p in published if p.report_id is None}
    told = {position_of(json.loads(record.value)) for record in found.log("reports.rejected")}
    yield from named("malformed but not on reports.rejected", refused - told)
    yield from named("on reports.rejected but not malformed", told - refused)


def dispatches(found: Found, _: Sequence[Published]) -> Iterator[str]:
    yield from _repeats(found.log("dispatches."))
    told: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for record in found.log("dispatches."):
        said = json.loads(record.value)
        if record.topic != f"dispatches.{said['agency']}":
            yield f"{said['id']} went to {record.topic}"
        told[said["incident_id"], said["agency"]][said["version"]] = said["kind"]
    incidents = {row["id"]: row for row in found.tables["incidents"]}
    due = {(id, agency["agency"]) for id, row in incidents.items() for agency in json.loads(row["routed"])}
    were = {(id, agency) for id, row in incidents.items() for agency in json.loads(row["released"])}
    yield from named("never dispatched", (due | were) - told.keys())
    yield from named("dispatched but not routed", told.keys() - due - were)
    for case in due & told.keys():
        row = incidents[case[0]]
        yield from _versions(case, told[case], row["version"], corrected=row["revision"] > 0)
    yield from named("released without a word", (c for c in were & told.keys() if not _last_word(told[c])))
    from_the_start = {incident for (incident, _agency), versions in told.items() if 1 in versions}
    yield from named(
        "no agency heard of it from the start", {incident for incident, _ in due | were} - from_the_start
    )


def _last_word(told: Mapping[int, str]) -> bool:
    return told[max(told)] in ("moved", "closed")


def _versions(case: tuple[str, str], told: Mapping[int, str], last: int, *, corrected: bool) -> Iterator[str]:
    """From the first that the agency was told, every version up to the last; only the first opens.

    One that a correction released and another called back has missed what lies between.
    """
    first = min(told)
    if max(told) != last or (sorted(told) != list(range(first, last + 1)) and not corrected):
        yield f"{case} was told versions {sorted(told)} of {last}"
    if [version for version, kind in told.items() if kind == "opened"] != [first]:
        yield f"{case} was told {told}: not opened once, at first"


def order(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """A consumer that drops ids it has seen meets growing versions."""
    seen: set[str] = set()
    last: Counter[tuple[str, str]] = Counter()
    for record in found.log("dispatches."):
        said = json.loads(record.value)
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
    kinds = {"opens": "received", "joins": "joined"}
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
