"""Why a correction is not applied: in words for the operator who sent it."""

from collections.abc import Iterator
from itertools import permutations

from schemas.command import Ordered
from schemas.corrected import MEMBERS, Entry, Scene
from schemas.correction import Apart, Correction, Move, Reclassify, Split, Undo, report_key_of
from schemas.incident import Incident, State, key_of
from schemas.result import Refusal, Result


def refusal_of(order: Ordered, scene: Scene) -> Refusal | None:
    """The first reason, if there is one."""
    return next(_refusals(order.correction, scene), None)


def _refusals(correction: Correction, scene: Scene) -> Iterator[Refusal]:
    missing = [id for id in correction.named if id not in scene.incidents]
    yield from (Refusal("unknown_incident", _field(correction, id), f"no incident {id}") for id in missing)
    if sum(incident.reports for incident in scene.incidents.values()) > MEMBERS:
        yield Refusal("too_many", "what", f"incidents of more than {MEMBERS} reports are not corrected")
    yield from _stale(correction, scene)
    if isinstance(correction.what, Undo):
        yield from _not_undoable(correction.what, scene)
        return
    for id in _must_be_open(correction, scene):
        yield from _not_open(scene.incidents[id], _field(correction, id))
    yield from _senseless(correction, scene)


def _stale(correction: Correction, scene: Scene) -> Iterator[Refusal]:
    """Somebody was faster: the operator decided on what is no longer so."""
    for id, revision in correction.seen.items():
        incident = scene.incidents.get(id)
        if incident and incident.revision != revision:
            last = scene.last.get(id)
            by = f" by {_told(last)}" if last else ""
            yield Refusal("stale", f"seen.{id}", f"incident {id} has been corrected since{by}")


def _must_be_open(correction: Correction, scene: Scene) -> tuple[str, ...]:
    """All, but of two told apart the one that asks: a question must not outlive its answer."""
    if not isinstance(correction.what, Apart):
        return correction.named
    asking = [one for one, other in permutations(correction.named) if scene.incidents[one].perhaps == other]
    return tuple(asking) or correction.named


def _not_open(incident: Incident, field: str) -> Iterator[Refusal]:
    if incident.moved_to:
        yield Refusal("moved", field, f"the reports of incident {incident.id} are in {incident.moved_to}")
    elif incident.state is State.CLOSED:
        yield Refusal("closed", field, f"incident {incident.id} is closed")


def _senseless(correction: Correction, scene: Scene) -> Iterator[Refusal]:
    """What would change nothing, or leaves nothing behind."""
    what, incident = correction.what, scene.incidents[correction.what.incident]
    if len(set(correction.named)) < len(correction.named):
        yield Refusal("nothing_to_do", "what", f"both are incident {incident.id}")
    match what:
        case Split() | Move():
            names = what.reports if isinstance(what, Split) else (what.report,)
            yield from _not_there(names, incident, scene)
            if isinstance(what, Split) and len(set(names)) == incident.reports:
                yield Refusal("nothing_to_do", "what.reports", "these are all reports of the incident")
        case Reclassify(category=incident.category):
            yield Refusal("nothing_to_do", "what.category", f"incident {incident.id} is of it already")
        case Apart(other=other) if not _asked(incident, scene.incidents[other]):
            yield Refusal(
                "nothing_to_do", "what.other", f"nobody asks if {incident.id} is the same as {other}"
            )


def _asked(incident: Incident, other: Incident) -> bool:
    return incident.perhaps == other.id or other.perhaps == incident.id


def _not_there(names: tuple[str, ...], incident: Incident, scene: Scene) -> Iterator[Refusal]:
    there = {member.key for member in scene.members.get(incident.id, ())}
    field = "what.report" if len(names) == 1 else "what.reports"
    for name in names:
        if report_key_of(name) not in there:
            yield Refusal("unknown_report", field, f"report {name} is not in incident {incident.id}")


def _not_undoable(what: Undo, scene: Scene) -> Iterator[Refusal]:
    earlier, field = scene.earlier, "what.correction"
    if earlier is None:
        yield Refusal("unknown_correction", field, f"no correction {what.correction}")
        return
    if earlier.result is Result.REFUSED:
        yield Refusal("nothing_to_do", field, f"correction {what.correction} was refused")
    if earlier.result is Result.UNDER_WAY:
        yield Refusal("under_way", field, f"correction {what.correction} is still under way")
    if isinstance(earlier.correction.what, Undo):
        yield Refusal("undo", field, f"{what.correction} took a correction back; make that one again instead")
    if earlier.undone_by:
        yield Refusal("undone", field, f"{what.correction} was taken back by correction {earlier.undone_by}")
    for id in earlier.incidents:
        standing = scene.standing.get(id)
        if standing and standing.correction.id != what.correction:
            yield Refusal("stale", field, f"incident {id} has been corrected since by {_told(standing)}")
    if earlier.incidents and key_of(what.incident) != key_of(earlier.incidents[-1]):
        yield Refusal("wrong_incident", "what.incident", f"its reports are in {earlier.incidents[-1]}")


def _told(entry: Entry) -> str:
    correction = entry.correction
    return f"{correction.by} (correction {correction.id}) at {correction.at.isoformat()}"


def _field(correction: Correction, incident_id: str) -> str:
    """The field that names an incident."""
    fields = correction.what.model_dump().items()
    return next(f"what.{name}" for name, value in fields if value == incident_id)
