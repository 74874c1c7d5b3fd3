"""Judges of what reporters heard: an answer to the report, then each step of its incident since then."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta, timezone
from typing import NamedTuple

from tests.checker.decisions import Versions, plainly
from tests.checker.found import Found, Published, ReportKey, Said, named, repeats

_HERE = timezone(timedelta(hours=7))
_TOLD_OF = ("progress", "reopened", "closed")
"""Kinds of dispatches that speak of a step."""


class Step(NamedTuple):
    """Something that all reporters should hear, and how many there were of them."""

    kind: str
    speaker: str
    voices: int


def answers(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Each report is answered once, but for resends."""
    yield from repeats(found.log("feedback."))
    told: defaultdict[ReportKey, set[tuple[str, str, str]]] = defaultdict(set)
    for channel, said in found.feedback:
        if said["kind"] in ("received", "joined"):
            told[channel, said["report_id"]].add((said["id"], said["incident_id"], said["kind"]))
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


def steps(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Whoever had reported it by then hears each thing that all are told, and nobody anything else."""
    told: defaultdict[tuple[str, int], dict[ReportKey, Said]] = defaultdict(dict)
    for channel, said in found.feedback:
        if said["kind"] not in ("received", "joined"):
            *start, number = said["id"].split("/")
            if start != [channel, said["report_id"], said["incident_id"]]:
                yield f"{said['id']} is about {channel}/{said['report_id']}/{said['incident_id']}"
            told[said["incident_id"], int(number)][channel, said["report_id"]] = said
    announced, incidents = _announced(found), found.incidents
    yield from named("told and never announced", told.keys() - announced.keys())
    reporters = _reporters(found)
    for case, said in announced.items():
        yield from named(f"heard something else of {case}", _others(said, told[case]))
        if incidents[case[0]]["revision"] == 0:
            due = {key for key, at in reporters[case[0]].items() if at <= said["up_to"]}
            yield from named(f"did not hear of {case}", due - told[case].keys())
            yield from named(f"should not have heard of {case}", told[case].keys() - due)


def announcements(found: Found, _: Sequence[Published]) -> Iterator[str]:
    """Each step that agencies were told of is announced once, as many hear it as had reported by then."""
    yield from repeats(found.log("announcements"))
    announced, reporters = _announced(found), _reporters(found)
    words = {f"{row['agency']}/{row['id']}": row["said"] for row in found.tables["progress"]}
    by_incident: defaultdict[str, dict[int, Said]] = defaultdict(dict)
    for (incident, number), said in announced.items():
        by_incident[incident][number] = said
    for id, row in found.incidents.items():
        life, said = json.loads(row["life"]), by_incident[id]
        if sorted(said) != list(range(1, life.get("number", 0) + 1)):
            yield f"{id} announced {sorted(said)} of {life.get('number', 0)}"
        elif row["revision"] == 0:
            due = list(_steps(plainly(found.dispatches.get(id, {})), words))
            heard = [said[number] for number in sorted(said)]
            yield from _as_due(id, due, heard, found.rules.limit_a_day, withheld=life.get("withheld", False))
            yield from _reach(id, due, heard, list(reporters[id].values()))


def _as_due(
    id: str, due: Sequence[Step], heard: Sequence[Said], limit: int, *, withheld: bool
) -> Iterator[str]:
    """All that is due in its order; what was withheld is told as where it stands, when the day is over."""
    left, days, behind = [said["kind"] for said in heard], Counter(map(_day, heard)), False
    for step in due:
        caught_up = ["standing", step.kind] if behind else [step.kind]
        full = len(left) < len(heard) and days[_day(heard[-len(left) - 1])] + 1 >= limit
        if left[:1] == [step.kind] or left[:2] == caught_up:
            del left[: left.index(step.kind) + 1]
            behind = False
        elif full:
            behind = True
        else:
            yield f"{id} did not announce {step}, but {[said['kind'] for said in heard]}"
    if left != ["standing"] * (behind and not withheld):
        yield f"{id} announced {left} beside {[step.kind for step in due]}"


def _reach(id: str, due: Sequence[Step], heard: Sequence[Said], places: Sequence[int]) -> Iterator[str]:
    voices: defaultdict[str, set[int]] = defaultdict(set)
    for step in due:
        voices[step.kind].add(step.voices)
    for said in heard:
        reached = sum(at <= said["up_to"] for at in places)
        if said["kind"] != "standing" and reached not in voices[said["kind"]]:
            yield f"{id}/{said['number']} reached {reached} voices, not {voices[said['kind']]}"


def _steps(plain: Versions, words: Mapping[str, str]) -> Iterator[Step]:
    """Each step of the whole, and each other agency; the same by the same is not told twice in a row."""
    stood, at_it, last = "dispatched", [], None
    for _version, said in sorted(plain.items()):
        lived = said["progress"] or said["kind"] in _TOLD_OF
        step = _step(said, stood, at_it, words) if lived else None
        if step and step[:2] != last:
            last = step[:2]
            yield step
        stood, at_it = said["step"], [work["agency"] for work in said["works"]]


def _step(said: Said, stood: str, at_it: Sequence[str], words: Mapping[str, str]) -> Step | None:
    speaker = (said["progress"] or "").partition("/")[0]
    if at_it and [work["agency"] for work in said["works"]] != at_it:
        return Step("forwarded", speaker, said["voices"])
    if said["step"] in (stood, "dispatched"):
        return None
    if said["step"] != "resolved":
        nobody = said["step"] in ("reopened", "confirmed", "closed")
        return Step(said["step"], "" if nobody else speaker, said["voices"])
    doubted = any(work["proven"] is False for work in said["works"])
    by_it = words[said["progress"]] == "resolved"
    return Step("unproven" if doubted else "resolved", speaker if by_it else "", said["voices"])


def _announced(found: Found) -> Mapping[tuple[str, int], Said]:
    every = (json.loads(record.value) for record in found.log("announcements"))
    return {(said["incident_id"], said["number"]): said for said in every}


def _reporters(found: Found) -> Mapping[str, Mapping[ReportKey, int]]:
    """Of each incident the reports through which its voices hear, by their place in the log."""
    reporters: defaultdict[str, dict[ReportKey, int]] = defaultdict(dict)
    for row in found.tables["links"]:
        if row["new_voice"] and row["leaving"] is None:
            reporters[row["incident_id"]][row["channel"], row["id"]] = row["position"]
    return reporters


def _others(said: Said, told: Mapping[ReportKey, Said]) -> Iterator[ReportKey]:
    names = ("kind", "message", "asks", "at")
    return (key for key, one in told.items() if any(one[name] != said[name] for name in names))


def _day(said: Said) -> date:
    return datetime.fromisoformat(said["at"]).astimezone(_HERE).date()
