"""Judges of refusals and events, and of the order in which agencies hear."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.checker.found import Found, Published, named, position_of


def rejected_topic(found: Found, published: Sequence[Published]) -> Iterator[str]:
    refused = {(p.topic, p.partition, p.offset) for p in published if p.id is None}
    told = {position_of(json.loads(record.value)) for record in found.log("reports.rejected")}
    yield from named("must be refused but not on reports.rejected", refused - told)
    yield from named("on reports.rejected but in order", told - refused)


def events(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Every agency of an event heard of it, in order, up to its last version; the end comes last."""
    told: defaultdict[tuple[str, str], dict[int, str]] = defaultdict(dict)
    for record, said in found.of_type("sinergi.event."):
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
    for _record, said in found.of_type("sinergi.dispatch."):
        case = said["incident_id"], said["agency"]
        if said["id"] not in seen and said["version"] <= last[case]:
            yield f"{said['id']} came after version {last[case]}"
        seen.add(said["id"])
        last[case] = max(last[case], said["version"])
