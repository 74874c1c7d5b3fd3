"""Judges of what became of incidents after they were handed over, computed again from what is kept."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import asyncpg

from tests.checker.found import Found, Published, named, same, valid_by_key


def words(found: Found, published: Sequence[Published]) -> Iterator[str]:
    """What agencies said and reporters answered: each once, as it was sent, or refused and told so."""
    refused = {
        (row["topic"], _id(row["original"]), row["code"], row["reason"]) for row in found.tables["rejections"]
    }
    for table, owner in (("progress", "agency"), ("replies", "channel")):
        valid = valid_by_key(published, table)
        rows = {(row[owner], row["id"]): row for row in found.tables[table]}
        applied = {key for key, row in rows.items() if row["result"] == "applied"}
        yield from named(f"not applied in {table}", valid.keys() - applied)
        yield from named(f"applied in {table} but not in order", applied - valid.keys())
        others = (key for key in applied & valid.keys() if _other(rows[key], valid[key]))
        yield from named(f"other content in {table}", others)
        untold = (
            key
            for key in rows.keys() - applied
            if (f"{table}.{key[0]}", key[1], rows[key]["code"], rows[key]["reason"]) not in refused
        )
        yield from named(f"refused in {table} and not in rejections", untold)


def ends(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """An incident takes no reports in once it is over, and then nothing is due but to tell so."""
    for row in found.tables["incidents"]:
        over = row["step"] in ("closed", "cannot") or row["moved_to"] or row["dismissed_by"]
        if (row["state"] == "closed") != bool(over):
            yield f"{row['id']} is {row['state']} and {row['step']}"
        withheld = json.loads(row["life"]).get("withheld", False)
        if row["state"] == "closed" and row["due_at"] is not None and not withheld:
            yield f"{row['id']} is over, and due at {row['due_at']}"


def votes(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Each voice once: by its last answer, or by having reported it anew after it was resolved."""
    answers: defaultdict[tuple[str, int], dict[str, str]] = defaultdict(dict)
    for row in found.tables["replies"]:
        if row["result"] == "applied":
            answers[row["incident_id"], row["round"]][row["voice"]] = row["answer"]
    anew = _reported_anew(found)
    for row in found.tables["incidents"]:
        life = json.loads(row["life"])
        given = answers[row["id"], life.get("vote", 0)] if life.get("resolved_at") else {}
        again = anew[row["id"]] - given.keys()
        yes, no = (sum(one == answer for one in given.values()) for answer in ("yes", "no"))
        says = tuple(life.get(name, 0) for name in ("yes", "no", "again"))
        if row["revision"] == 0 and says != (yes, no + len(again), len(again)):
            yield f"{row['id']} counts {says} yes, no, again; has {yes}, {no}, {len(again)}"


def counts(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """So often was it refused and reopened."""
    refusals: defaultdict[str, list[str]] = defaultdict(list)
    for row in found.tables["progress"]:
        if (row["said"], row["result"]) == ("refused", "applied"):
            # A partner only gives back what it was offered.
            refusals[row["incident_id"]] += [row["agency"]] * (found.rules.kinds[row["agency"]] == "agency")
    every = (said for _, said in found.of_type("sinergi.dispatch.") if said["kind"] == "reopened")
    reopened = Counter(incident for incident, _ in {(said["incident_id"], said["version"]) for said in every})
    for row in found.tables["incidents"]:
        life = json.loads(row["life"])
        says = life.get("refusals", []), life.get("reopened", 0)
        were = refusals[row["id"]], reopened[row["id"]]
        if row["revision"] == 0 and says != were:
            yield f"{row['id']} says {says} refusals, times reopened; there were {were}"


def _reported_anew(found: Found) -> Mapping[str, set[str]]:
    """Of each incident the voices that joined it after it was resolved last."""
    reports = {(row["channel"], row["id"]): row for row in found.tables["reports"]}
    resolved = {row["id"]: row["resolved_at"] for row in found.tables["incidents"]}
    anew: defaultdict[str, set[str]] = defaultdict(set)
    for link in found.tables["links"]:
        at, report = resolved.get(link["incident_id"]), reports[link["channel"], link["id"]]
        if at and link["new_voice"] and link["decision"] == "joins" and report["reported_at"] > at:
            who = f":{report['reporter']}" if report["reporter"] else f"/{report['id']}"
            anew[link["incident_id"]].add(link["channel"] + who)
    return anew


def _other(row: asyncpg.Record, sent: bytes) -> bool:
    if "content" in row:
        return not same(row["content"], sent)
    said: Mapping[str, Any] = json.loads(sent)
    return (row["report_id"], row["answer"]) != (said["report_id"], said["answer"])


def _id(original: bytes) -> object:
    try:
        content = json.loads(original)
    except ValueError:
        return None
    return content.get("id") if isinstance(content, dict) else None
