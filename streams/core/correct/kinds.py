"""A correction that nothing speaks against -> what it changes. One short function a kind."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC

from schemas.classified import ReportKey
from schemas.corrected import Choice, Member, Scene, Seat
from schemas.correction import (
    Apart,
    Correction,
    Merge,
    Move,
    NoReport,
    Reclassify,
    Reroute,
    Split,
    Undo,
    report_key_of,
)
from schemas.incident import Incident, Routed, State, key_of
from streams.core.correct.plan import Plan, choice_of
from streams.core.ids import corrected_id
from streams.core.rules import Rules


def planned(correction: Correction, scene: Scene, rules: Rules) -> Plan:
    """What the correction changes, in this key and beyond it."""
    incident = scene.incidents[correction.what.incident]
    match correction.what:
        case Merge(into=into):
            plan = _merge(incident, scene.incidents[into], scene)
        case Split() as what:
            plan = _split(incident, what, correction, scene, rules)
        case Move(report=report, into=into):
            opens = {into: scene.incidents[into].category}
            plan = Plan((incident.id,), goes={report_key_of(report): into}, opens=opens)
        case Reclassify(category=category):
            plan = _reclassify(incident, category, correction, scene, rules)
        case Reroute(agencies=agencies):
            plan = _reroute(incident, agencies, correction, rules)
        case NoReport():
            plan = _no_report(incident, correction)
        case Apart(other=other):
            asks = incident if incident.perhaps == other else scene.incidents[other]
            plan = _changing(asks, replace(choice_of(asks), perhaps=None))
        case Undo():
            plan = _undo(incident, scene)
    return plan


def _changing(incident: Incident, choice: Choice) -> Plan:
    return Plan(touched=(incident.id,), choices={incident.id: choice})


def _no_report(incident: Incident, correction: Correction) -> Plan:
    closed = replace(
        choice_of(incident),
        state=State.CLOSED,
        closed_at=correction.at.astimezone(UTC),
        perhaps=None,
        dismissed_by=correction.id,
    )
    return _changing(incident, closed)


def _merge(incident: Incident, into: Incident, scene: Scene) -> Plan:
    """The question whether the two are the same is answered, whichever of them asked it."""
    choices = {
        one.id: replace(choice_of(one), perhaps=None)
        for one, other in ((incident, into), (into, incident))
        if one.perhaps == other.id
    }
    goes = {member.key: into.id for member in scene.members[incident.id]}
    return Plan((incident.id,), choices, goes, opens={into.id: into.category})


def _split(incident: Incident, what: Split, correction: Correction, scene: Scene, rules: Rules) -> Plan:
    """What is split off is of its own founder's category, unless an operator said what the whole is about."""
    new = corrected_id(incident.key, correction.id)
    going = {report_key_of(name) for name in what.reports}
    members = scene.members[incident.id]
    own = _category(next(member for member in members if member.key in going))
    said = incident.category != _category(members[0])
    known = rules.catalog.categories.get(own)
    fits = known is not None and key_of(new) == rules.catalog.city.key_of(known.family)
    category = own if fits and not said else incident.category
    return Plan((incident.id,), goes=dict.fromkeys(going, new), opens={new: category})


def _category(member: Member) -> str:
    return member.report.classification.category


def _reclassify(
    incident: Incident, category: str, correction: Correction, scene: Scene, rules: Rules
) -> Plan:
    """Into another family all reports go, to an incident that is opened there."""
    key = rules.catalog.city.key_of(rules.catalog.categories[category].family)
    if key == incident.key:
        return _changing(incident, replace(choice_of(incident), category=category))
    new = corrected_id(key, correction.id)
    goes = {member.key: new for member in scene.members[incident.id]}
    return Plan((incident.id,), goes=goes, opens={new: category})


def _reroute(incident: Incident, agencies: Iterable[str], correction: Correction, rules: Rules) -> Plan:
    day = correction.at.astimezone(rules.catalog.city.zone).date().isoformat()
    routed = tuple(
        Routed(agency, "correction", f"dipilih operator: {correction.why}", day)
        for agency in dict.fromkeys(agencies)
    )
    return _changing(incident, replace(choice_of(incident), routed_by=correction.id, routed=routed))


def _undo(incident: Incident, scene: Scene) -> Plan:
    """Seats and choices as they were before. Who came since to an incident that was not there goes along."""
    if scene.earlier is None:
        raise ValueError("an undo without the correction that it takes back")
    home = scene.earlier.correction.what.incident
    here = {member.key for members in scene.members.values() for member in members}
    goes: dict[ReportKey, str | Seat] = {
        member.key: home for id in scene.earlier.before.created for member in scene.members.get(id, ())
    }
    goes |= {seat.key: seat for seat in scene.earlier.before.seats if seat.key in here}
    choices = restored(scene, incident.key)
    touched = tuple(id for id in scene.earlier.incidents if key_of(id) == incident.key)
    opens = {id: one.category for id, one in scene.incidents.items()}
    return Plan(touched, choices, goes, opens, undoes=scene.earlier.correction.id)


def restored(scene: Scene, key: str) -> dict[str, Choice]:
    """What the earlier correction chose of incidents of a key, taken back; what others chose stays."""
    was = scene.earlier.before.was if scene.earlier else ()
    return {
        one.id: _taken_back(choice_of(scene.incidents[one.id]), one.before, one.after)
        for one in was
        if key_of(one.id) == key and one.before != one.after and one.id in scene.incidents
    }


def _taken_back(now: Choice, before: Choice, after: Choice) -> Choice:
    """Field by field: where the correction changed something, as it was before."""

    def differs(name: str) -> bool:
        return bool(getattr(before, name) != getattr(after, name))

    return Choice(
        state=before.state if differs("state") else now.state,
        category=before.category if differs("category") else now.category,
        closed_at=before.closed_at if differs("closed_at") else now.closed_at,
        moved_to=before.moved_to if differs("moved_to") else now.moved_to,
        perhaps=before.perhaps if differs("perhaps") else now.perhaps,
        dismissed_by=before.dismissed_by if differs("dismissed_by") else now.dismissed_by,
        routed_by=before.routed_by if differs("routed_by") else now.routed_by,
        routed=before.routed if differs("routed") else now.routed,
    )
