"""Judges of what agencies were told of incidents: every version, from the first to the last word."""

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TypeAlias

import asyncpg

from tests.checker.found import Found, Published, Said, named, repeats

STEPS = (2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)
"""Voices at which agencies hear of an incident in an event."""

_OVER = ("closed", "cannot")

Case: TypeAlias = tuple[str, str]
"""Incident, agency."""


def dispatches(found: Found, _: Sequence[Published]) -> Iterator[str]:
    yield from repeats(found.log("dispatches."))
    for record, said in found.of_type("sinergi.dispatch."):
        if record.topic != f"dispatches.{said['agency']}":
            yield f"{said['id']} went to {record.topic}"
    incidents, told = found.incidents, _told(found)
    due = {(id, agency["agency"]) for id, row in incidents.items() for agency in json.loads(row["routed"])}
    were = {(id, agency) for id, row in incidents.items() for agency in json.loads(row["released"])}
    yield from named("never dispatched", (due | were) - told.keys())
    yield from named("dispatched but not routed", told.keys() - due - were)
    for case in due & told.keys():
        yield from _versions(case, told[case], incidents[case[0]])
    yield from named("released without a word", (c for c in were & told.keys() if not _last_word(told[c])))
    over = {(id, a) for id, a in due if incidents[id]["step"] in _OVER and not incidents[id]["revision"]}
    yield from named("not told that it is over", (c for c in over & told.keys() if not _last_word(told[c])))
    from_the_start = {incident for (incident, _agency), versions in told.items() if 1 in versions}
    yield from named(
        "no agency heard of it from the start", {incident for incident, _ in due | were} - from_the_start
    )


def _told(found: Found) -> Mapping[Case, Mapping[int, Said]]:
    """What those were told who must act. Partners never must, the operator from the first that opens."""
    cases = {
        (incident, agency): dict(versions)
        for incident, agencies in found.dispatches.items()
        for agency, versions in agencies.items()
        if found.rules.kinds[agency] != "partner"
    }
    for (incident, agency), versions in cases.items():
        if found.rules.kinds[agency] == "operator":
            opened = min((v for v, said in versions.items() if said["kind"] == "opened"), default=None)
            acting = {v: said for v, said in versions.items() if opened is not None and v >= opened}
            cases[incident, agency] = acting
    return {case: versions for case, versions in cases.items() if versions}


def _last_word(told: Mapping[int, Said]) -> bool:
    return told[max(told)]["kind"] in ("moved", "closed")


def _versions(case: Case, told: Mapping[int, Said], row: asyncpg.Record) -> Iterator[str]:
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


def _left_out(case: Case, told: Mapping[int, Said], row: asyncpg.Record) -> Iterator[str]:
    for version, following in pairwise([*sorted(told), row["version"] + 1]):
        # Who was released acts no more until it is called back.
        if following == version + 1 or told[version]["kind"] == "moved":
            continue
        # Whoever is told at the end of a gap may have been the one voice that reached a step.
        after = told[following]["voices"] - 1 if following in told else row["voices"]
        if any(told[version]["voices"] < step <= after for step in STEPS):
            yield f"{case} reached a step after version {version} and before {following}, untold"
    if told[max(told)]["urgency"] != row["urgency"]:
        yield f"{case} was not told that it is {row['urgency']} now"
