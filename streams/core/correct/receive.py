"""The second step of a correction between two keys: reports arrive."""

from collections.abc import Mapping
from dataclasses import replace

from schemas.classified import ReportKey
from schemas.command import HOPS, Receive
from schemas.corrected import Before, Entry, Scene, Seat
from schemas.incident import Incident, State, key_of
from schemas.result import Result
from streams.core.correct.carry_out import Corrected, carry_out
from streams.core.correct.kinds import restored
from streams.core.correct.plan import Plan
from streams.core.ids import corrected_id
from streams.core.rules import Rules


def received(command: Receive, scene: Scene, rules: Rules) -> Corrected:
    """The reports in the incident they were sent to, or where its own reports went meanwhile.

    If it was closed without one they get an incident of their own. What is not on its way any more was
    received before.
    """
    if not scene.arriving:
        return Corrected()
    entry = scene.known
    if entry is None:
        raise ValueError(f"reports of correction {command.ordered.correction.id}, which is not known")
    choices = restored(scene, command.key) if _as_it_was_left(scene, command) else {}
    into = command.into if command.into in choices else _followed(command, scene.incidents)
    if key_of(into) != command.key and command.hops < HOPS:
        onward = command.model_copy(update={"into": into, "hops": command.hops + 1})
        return Corrected(send=onward)
    if key_of(into) != command.key or _closed(scene.incidents.get(into), into in choices):
        into = corrected_id(command.key, command.ordered.correction.id)
    plan = Plan(
        touched=tuple(choices),
        choices=choices,
        goes=_seats(command, scene, into),
        opens={into: _category(command, scene)},
    )
    done = carry_out(plan, scene, command.ordered, command.key, rules)
    return replace(done, entry=_finished(entry, done.entry, into))


def _seats(command: Receive, scene: Scene, into: str) -> Mapping[ReportKey, str | Seat]:
    """Where each was before, if that is where they go; else behind those who are there."""
    goes: dict[ReportKey, str | Seat] = {member.key: into for member in scene.arriving}
    if scene.earlier is None or into != command.into:
        return goes
    here = {member.key for member in scene.members.get(into, ())}
    for seat in scene.earlier.before.seats:
        if seat.link.incident_id == into and (seat.key in goes or seat.key in here):
            goes[seat.key] = seat
    return goes


def _as_it_was_left(scene: Scene, command: Receive) -> bool:
    """Whether the incident that an undo goes back to still is as the correction left it."""
    incident = scene.incidents.get(command.into)
    was = [one for one in scene.earlier.before.was if one.id == command.into] if scene.earlier else []
    if incident is None or not was:
        return False
    return (incident.state, incident.moved_to) == (was[0].after.state, was[0].after.moved_to)


def _followed(command: Receive, incidents: Mapping[str, Incident]) -> str:
    """Where the reports of the target are by now, as far as is known."""
    into, seen = command.into, {command.into}
    while (incident := incidents.get(into)) and incident.moved_to in incidents.keys() - seen:
        into = incident.moved_to
        seen.add(into)
    return into


def _closed(incident: Incident | None, reopened: bool) -> bool:
    return incident is not None and incident.state is State.CLOSED and not reopened


def _category(command: Receive, scene: Scene) -> str:
    """Of this key: what was chosen for it, or what the closed target was about."""
    target = scene.incidents.get(command.into)
    return target.category if target else command.category


def _finished(before: Entry, here: Entry | None, into: str) -> Entry:
    """The correction as the first step wrote it, with what this one did."""
    if here is None:
        return before
    first = (*(was.id for was in before.before.was), *before.before.created)
    incidents = dict.fromkeys((*first, *here.incidents))
    return replace(
        before,
        result=Result.APPLIED,
        incidents=(*(id for id in incidents if id != into), into),
        before=Before(
            was=(*before.before.was, *here.before.was),
            seats=(*before.before.seats, *here.before.seats),
            created=(*before.before.created, *here.before.created),
        ),
    )
