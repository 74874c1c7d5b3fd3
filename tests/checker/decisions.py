"""Judges of what those were told who need not act: the operator, who decides, and partners, who may help."""

import json
from collections.abc import Iterator, Mapping, Sequence

import asyncpg

from tests.checker.found import Found, Published, Said, named

Versions = Mapping[int, Said]

_BEFORE = {"offered": ("withdrawn", "does"), "does": ("offered", "does"), "withdrawn": ("offered", "does")}
"""What a partner was told last, by what it is told then."""


def operator(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Asked where a fix is not shown or nobody can do it, told of what stays overdue, and of nothing else."""
    [id] = [agency for agency, kind in found.rules.kinds.items() if kind == "operator"]
    words = {f"{row['agency']}/{row['id']}": row["said"] for row in found.tables["progress"]}
    for incident, told, plain in _untouched(found):
        heard = told.get(id, {})
        acts = {version for version, said in plain.items() if id in _works(said)}
        asked = {version for version, said in plain.items() if _asks(said, words)} - acts
        kinds = {version: said["kind"] for version, said in heard.items() if version not in acts}
        yield from named(f"versions of {incident} not asked of {id}", asked - _of(kinds, "asked"))
        yield from named(f"versions of {incident} asked of {id} for nothing", _of(kinds, "asked") - asked)
        others = kinds.keys() - _of(kinds, "asked") - _of(kinds, "overdue") - {max(acts, default=0) + 1}
        yield from named(f"versions of {incident} that {id} need not hear", others)


def overdue(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Who is late hears it, then the operator, each once of each promise and each time it came back."""
    for incident, told, plain in _untouched(found):
        notices: set[tuple[object, ...]] = set()
        for version, said in sorted(plain.items()):
            if not said["overdue"]:
                continue
            hearers = [agency for agency, heard in told.items() if _kind(heard, version) == "overdue"]
            who = said["why"].partition(":")[0]
            promise = said["reopened"], who, said["overdue"]
            if len(hearers) != 1:
                yield f"{incident}/{version} is overdue for {hearers}"
            for hearer in hearers:
                first = hearer == who
                if not first and (found.rules.kinds[hearer] != "operator" or (*promise, who) not in notices):
                    yield f"{incident}/{version}: {hearer} was told before {who}"
                if (*promise, hearer) in notices:
                    yield f"{incident}/{version}: {hearer} was told twice of {promise}"
                notices.add((*promise, hearer))


def partners(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Offered, and then all that agencies hear while they do it, or that it is not theirs any more."""
    words = {f"{row['agency']}/{row['id']}": row["said"] for row in found.tables["progress"]}
    incidents = found.incidents
    for incident, told, plain in _untouched(found):
        helping = {agency for agency in told if found.rules.kinds[agency] == "partner"}
        offered = {v for agency in helping for v, said in told[agency].items() if said["kind"] == "offered"}
        released = {v for v, said in plain.items() if words.get(said["progress"] or "") == "released"}
        yield from named(f"versions of {incident} released and not offered", released - offered)
        for partner in helping | _helping(incidents[incident]):
            case = f"{incident} for {partner}"
            yield from _helped(case, partner, told.get(partner, {}), plain)
            yield from _ends(case, partner, told.get(partner, {}), incidents[incident])


def _helped(case: str, partner: str, heard: Versions, plain: Versions) -> Iterator[str]:
    doing = {v for v, said in plain.items() if partner in {work["partner"] for work in said["works"]}}
    yield from named(f"versions of {case} untold", doing - heard.keys())
    before = "withdrawn"
    for version, said in sorted(heard.items()):
        kind = said["kind"] if said["kind"] in ("offered", "withdrawn") else "does"
        if (kind == "does") != (version in doing) or before not in _BEFORE[kind]:
            yield f"{case} was told {said['kind']} in version {version} after {before}"
        before = kind


def _ends(case: str, partner: str, heard: Versions, row: asyncpg.Record) -> Iterator[str]:
    works = json.loads(row["life"]).get("works", [])
    last = heard[max(heard)]["kind"] if heard else "withdrawn"
    if any(work.get("partner") == partner for work in works):
        right = last not in ("offered", "withdrawn")
    else:
        mays = row["state"] == "open" and any(partner in work.get("offered", ()) for work in works)
        right = last == ("offered" if mays else "withdrawn")
    if not right:
        yield f"{case} was told {last} at last"


def plainly(told: Mapping[str, Versions]) -> Versions:
    """Each version as one of those who must act was told it."""
    return {
        version: said
        for agency, versions in told.items()
        for version, said in versions.items()
        if agency in _works(said)
    }


def _untouched(found: Found) -> Iterator[tuple[str, Mapping[str, Versions], Versions]]:
    """Incidents that no correction changed: what everybody was told, and each version as it is."""
    incidents, told = found.incidents, found.dispatches
    for id, row in incidents.items():
        if id in told and row["revision"] == 0:
            yield id, told[id], plainly(told[id])


def _asks(said: Said, words: Mapping[str, str]) -> bool:
    if not said["progress"]:
        return False
    agency = said["progress"].partition("/")[0]
    doubted = any(
        work["proven"] is False and agency in (work["agency"], work["partner"]) for work in said["works"]
    )
    return said["step"] == "cannot" or (doubted and words[said["progress"]] == "resolved")


def _works(said: Said) -> list[str]:
    return [work["agency"] for work in said["works"]]


def _helping(row: asyncpg.Record) -> set[str]:
    works = json.loads(row["life"]).get("works", [])
    return {one for work in works for one in (*work.get("offered", ()), work.get("partner")) if one}


def _of(kinds: Mapping[int, str], kind: str) -> set[int]:
    return {version for version, one in kinds.items() if one == kind}


def _kind(heard: Versions, version: int) -> str | None:
    return heard[version]["kind"] if version in heard else None
