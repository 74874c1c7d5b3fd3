"""A plan over the incidents of one key: members change seats, incidents are rebuilt, agencies are told."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from schemas.classified import ReportKey
from schemas.command import Ordered, Receive
from schemas.corrected import Before, Choice, Entry, Member, Scene, Seat, Was
from schemas.correction import Correction
from schemas.dispatch import Dispatch
from schemas.incident import Decision, Incident, Link, State, key_of
from schemas.result import Refusal, Result
from streams.core.correct.plan import Plan, choice_of, chosen, target_of
from streams.core.correct.rebuild import rebuilt, seated, voices_of
from streams.core.correct.telling import Way, told
from streams.core.grow import grown_by
from streams.core.life.advance import settled
from streams.core.life.works import rerouted
from streams.core.rules import Rules


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a command comes to; nothing at all if it was carried out before.

    `entry` is the correction as it is to be written, `undone` the id of the one it takes back. `seats`
    are the links that changed, `voices` those of each changed incident.
    """

    entry: Entry | None = None
    undone: str | None = None
    incidents: Mapping[str, Incident] = field(default_factory=dict)
    seats: tuple[Member, ...] = ()
    voices: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    dispatches: tuple[Dispatch, ...] = ()
    send: Receive | None = None
    refusal: Refusal | None = None


@dataclass(slots=True)
class _Table:
    """Who sits where, while seats are changed."""

    members: dict[str, tuple[Member, ...]]
    ways: dict[str, Way] = field(default_factory=dict)
    leaving: list[Member] = field(default_factory=list)
    arrived: list[tuple[str, Member]] = field(default_factory=list)
    away: str | None = None

    def way(self, incident_id: str) -> Way:
        return self.ways.setdefault(incident_id, Way())


def carry_out(plan: Plan, scene: Scene, order: Ordered, key: str, rules: Rules) -> Corrected:
    """Everything that changes in this key, and the reports that leave it."""
    correction = order.correction
    table = _seats_changed(plan, scene, order, key)
    changed = tuple(dict.fromkeys((*plan.touched, *plan.choices, *table.ways)))
    incidents: dict[str, Incident] = {}
    for id in changed:
        members = seated(id, table.members.get(id, ()), correction)
        table.members[id] = members
        before = scene.incidents.get(id) or _new(
            id, plan.opens[id], members[0], rules, source=scene.incidents.get(table.way(id).come_from or "")
        )
        choice = plan.choices.get(id, choice_of(before))
        if not members:
            choice = _emptied(choice, table.way(id).to, correction.at)
        fresh = id not in scene.incidents
        after = rebuilt(chosen(before, choice), members, rules)
        incidents[id] = _next(before, after, correction, rules, fresh=fresh)
    return Corrected(
        entry=Entry(
            correction,
            order.digest,
            Result.UNDER_WAY if table.leaving else Result.APPLIED,
            incidents=tuple(dict.fromkeys((*changed, *([table.away] if table.away else [])))),
            before=_before(scene, table, incidents),
        ),
        undone=plan.undoes,
        incidents=incidents,
        seats=tuple(_changed_seats(scene, table, changed)),
        voices={id: voices_of(table.members[id]) for id in changed},
        dispatches=tuple(
            dispatch
            for id, after in incidents.items()
            for dispatch in told(scene.incidents.get(id), after, table.way(id), correction, rules.catalog)
        ),
        send=_sent(plan, table, order),
    )


def _seats_changed(plan: Plan, scene: Scene, order: Ordered, key: str) -> _Table:
    table = _Table(dict(scene.members))
    for source, members in sorted(scene.members.items()):
        going = [member for member in members if member.key in plan.goes]
        table.members[source] = tuple(member for member in members if member.key not in plan.goes)
        for member in going:
            _go(member, plan.goes[member.key], table, order, key)
    for member in scene.arriving:
        # Counted nowhere, not even if it comes back to the key that it left.
        _go(member, plan.goes[member.key], table, order, key)
    for target, member in table.arrived:
        table.members[target] = (*table.members.get(target, ()), member)
    return table


def _go(member: Member, where: str | Seat, table: _Table, order: Ordered, key: str) -> None:
    source, target = member.link.incident_id, target_of(where)
    if source != target and member.leaving is None:
        table.way(source).to = target
    if key_of(target) != key:
        table.leaving.append(replace(member, leaving=order.correction.id))
        table.away = target
        return
    if source != target or member.leaving:
        table.way(target).come_from = source
    table.arrived.append((target, _placed(member, where, order, here=key_of(source) == key)))


def _placed(member: Member, where: str | Seat, order: Ordered, *, here: bool) -> Member:
    """In a seat of before as it was; else where its place in this key's log is, behind all if it has none."""
    if isinstance(where, Seat):
        return Member(member.report, where.link, where.position)
    link = Link(where, Decision.JOINS, False, None, None, _evidence(order), correction=order.correction.id)
    return Member(member.report, link, member.position if here else None)


def _evidence(order: Ordered) -> str:
    correction = order.correction
    return f"ditempatkan oleh koreksi {correction.id} dari {correction.by}: {correction.why}"


def _new(id: str, category: str, founder: Member, rules: Rules, *, source: Incident | None) -> Incident:
    """In the event of the one it comes from: its voices were counted there, and are not to be again."""
    event = source.event if source and source.key == key_of(id) else None
    opened = grown_by(None, founder.report, founder.link, rules, category=category)
    return replace(opened, id=id, event=event)


def _next(
    before: Incident, after: Incident, correction: Correction, rules: Rules, *, fresh: bool
) -> Incident:
    """The next version of it. Agencies that need not act any more are remembered: they were told.

    Those that must act only now are given their time from now on.
    """
    at = correction.at.astimezone(UTC)
    if fresh:
        return settled(rerouted(None, replace(after, revision=1), at), rules.catalog)
    responsible = {routed.agency for routed in after.routed}
    were = (*before.released, *(routed.agency for routed in before.routed))
    released = tuple(dict.fromkeys(agency for agency in were if agency not in responsible))
    after = replace(after, version=before.version + 1, revision=before.revision + 1, released=released)
    return settled(rerouted(before, after, at), rules.catalog)


def _emptied(choice: Choice, to: str | None, at: datetime) -> Choice:
    """No incident loses its history: one without reports is closed, and says where they went."""
    return replace(
        choice, state=State.CLOSED, closed_at=at.astimezone(UTC), moved_to=to or choice.moved_to, perhaps=None
    )


def _changed_seats(scene: Scene, table: _Table, changed: Iterable[str]) -> Iterable[Member]:
    old = {member.key: member for members in scene.members.values() for member in members}
    for id in changed:
        yield from (member for member in table.members[id] if member != old.get(member.key))
    yield from table.leaving


def _before(scene: Scene, table: _Table, incidents: Mapping[str, Incident]) -> Before:
    changed: set[ReportKey] = {one.key for one in _changed_seats(scene, table, incidents)}
    return Before(
        was=tuple(
            Was(id, choice_of(scene.incidents[id]), choice_of(after))
            for id, after in incidents.items()
            if id in scene.incidents
        ),
        seats=tuple(
            member.seat()
            for id in sorted(scene.members)
            for member in scene.members[id]
            if member.key in changed
        ),
        created=tuple(id for id in incidents if id not in scene.incidents),
    )


def _sent(plan: Plan, table: _Table, order: Ordered) -> Receive | None:
    if table.away is None:
        return None
    return Receive(
        ordered=order,
        source=table.leaving[0].link.incident_id,
        into=table.away,
        category=plan.opens[table.away],
        undoes=plan.undoes,
    )
