"""Judges of Postgres: every report once, in an incident that counts it, and every refusal with its reason."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from tests.checker.found import Found, Published, ReportKey, named, position_of, same, valid_by_key


def reports(found: Found, published: Sequence[Published]) -> Iterator[str]:
    valid = valid_by_key(published)
    for table in ("reports", "report_originals", "links"):
        rows = Counter((row["channel"], row["id"]) for row in found.tables[table])
        yield from named(f"missing in {table}", valid.keys() - rows.keys())
        yield from named(f"in {table} but never published", rows.keys() - valid.keys())
        yield from named(f"more than once in {table}", (key for key, times in rows.items() if times > 1))
    yield from named(
        "other content than was published",
        (
            key
            for row in found.tables["report_originals"]
            if (key := (row["channel"], row["id"])) in valid and not same(row["report"], valid[key])
        ),
    )


def links(found: Found, _: Sequence[Published]) -> Iterator[str]:
    incidents = {row["id"]: row["reports"] for row in found.tables["incidents"]}
    links = found.tables["links"]
    yield from named(
        "linked to no incident", (row["id"] for row in links if row["incident_id"] not in incidents)
    )
    founders = Counter(row["incident_id"] for row in links if row["decision"] in ("opens", "asks"))
    yield from named(
        "not opened by exactly one report", (id for id in incidents if founders[id] != min(incidents[id], 1))
    )


def rejections(found: Found, published: Sequence[Published]) -> Iterator[str]:
    refused = {(p.topic, p.partition, p.offset): p for p in published if p.id is None}
    rows = {position_of(row): row for row in found.tables["rejections"]}
    yield from named("must be refused but not in rejections", refused.keys() - rows.keys())
    yield from named("in rejections but in order", rows.keys() - refused.keys())
    for position in rows.keys() & refused.keys():
        row = rows[position]
        original = refused[position].value or b""
        # What is refused for its id, or for what it is about, is kept as understood, not byte for byte.
        understood = row["field"] == "id" or not row["topic"].startswith("reports.")
        if row["original"] != original and not (understood and same(row["original"], original)):
            yield f"rejection of {position} does not hold the original bytes"
        if not row["reason"]:
            yield f"rejection of {position} gives no reason"


def counts(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """An incident's figures against its members: a voice is a citizen, or a report that names none."""
    reporters = {(row["channel"], row["id"]): row["reporter"] for row in found.tables["reports"]}
    members: defaultdict[str, list[ReportKey]] = defaultdict(list)
    for row in found.tables["links"]:
        members[row["incident_id"]].append((row["channel"], row["id"]))
    new_voices = Counter(row["incident_id"] for row in found.tables["links"] if row["new_voice"])
    for incident in found.tables["incidents"]:
        own = members[incident["id"]]
        voices = {(channel, reporters[channel, id] or id) for channel, id in own}
        says = incident["reports"], incident["voices"], new_voices[incident["id"]]
        if says != (len(own), len(voices), len(voices)):
            yield f"{incident['id']} says {says} reports, voices, new voices; has {len(own)}, {len(voices)}"


def outbox(found: Found, _: Sequence[Published]) -> Iterator[str]:
    if waiting := found.tables["outbox"]:
        yield f"{len(waiting)} messages wait in the outbox"
