"""What Postgres and Kafka do for all that changes incidents, in a few dictionaries, over several keys."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import groupby

from schemas.classified import ClassifiedReport, ReportKey
from schemas.command import Answered, Ordered, Receive
from schemas.corrected import Entry, Member, Scene
from schemas.correction import Correction, Undo, What
from schemas.dispatch import Dispatch
from schemas.heard import Alike
from schemas.incident import Incident, State
from schemas.rejection import Origin
from schemas.result import Refusal, Result
from streams.core.correct import Corrected, correct
from streams.core.correct.rebuild import voices_of
from streams.core.fold import fold
from streams.core.incidents import OpenIncidents
from streams.core.life.works import works_of
from streams.core.rules import Rules
from streams.core.storms import Storms
from tests.unit.core.city import RULES
from tests.unit.core.lives import Live, Lives
from tests.unit.core.reports import NOON

Event = ClassifiedReport | Ordered | Receive | Live


def order(id: str, what: What, *, seen: dict[str, int] | None = None, by: str = "ani") -> Ordered:
    """A correction as triage hands it on."""
    at = NOON + timedelta(hours=1)
    correction = Correction(id=id, at=at, by=by, why="salah gabung", what=what, seen=seen or {})
    return Ordered(
        correction=correction, origin=Origin(topic="corrections", partition=0, offset=0), digest=id
    )


@dataclass(slots=True)
class Books:
    """Everything that is kept, and the commands that are on their way between keys."""

    links: dict[ReportKey, Member] = field(default_factory=dict)
    incidents: dict[str, Incident] = field(default_factory=dict)
    entries: dict[str, Entry] = field(default_factory=dict)
    dispatches: list[Dispatch] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    sent: list[Receive | Answered] = field(default_factory=list)
    lives: Lives = field(default_factory=Lives)
    positions: int = 0
    rules: Rules = RULES
    held: OpenIncidents = field(init=False)
    storms: Storms = field(init=False)

    def __post_init__(self) -> None:
        self.storms = Storms.of(self.rules.sky)
        self.held = self.loaded()

    def take(self, events: Sequence[Event], *, reload: bool = False) -> None:
        """A batch: runs of reports are folded, commands carried out between them."""
        if reload:
            self.held = self.loaded()
        for reports, run in groupby(events, lambda event: isinstance(event, ClassifiedReport)):
            if reports:
                self._fold([event for event in run if isinstance(event, ClassifiedReport)])
            else:
                for event in run:
                    self.hear(event)

    def hear(self, event: Event) -> None:
        """One that is no report."""
        if isinstance(event, Ordered | Receive):
            self.put_right(event)
        elif not isinstance(event, ClassifiedReport):
            self.lives.take(event, self)

    def put_right(self, command: Ordered | Receive) -> Corrected:
        """One command."""
        done = correct(command, self.scene(command), self.rules)
        self._write(done)
        self.held.replace(done.incidents, done.voices)
        return done

    def arrive(self) -> None:
        """Whatever is on its way between keys arrives, and what follows from it."""
        while self.sent:
            self.hear(self.sent.pop(0))

    def _fold(self, reports: Sequence[ClassifiedReport]) -> None:
        asked = {report.report_key for report in reports}
        digests = {key: self.links[key].report.digest for key in asked if key in self.links}
        durations = self.lives.durations
        moved = {id: one.moved_to for id, one in self.incidents.items() if one.moved_to}
        folded = fold(reports, self.held, digests, self.rules, self.storms, durations=durations, moved=moved)
        for one in folded.recorded:
            self.links[one.report.report_key] = Member(one.report, one.link, self._position())
            photos = (photo.phash for photo in one.report.report.photos if photo.phash)
            name, incident = ":".join(one.report.report_key), one.link.incident_id
            self.lives.photos += [Alike(hash.lower(), "report", name, incident) for hash in photos]
        for channel, told in folded.feedback:
            self.lives.heard[f"{channel}:{told.report_id}"] = [(told.kind, told.message)]
        self.incidents |= folded.incidents
        self.dispatches += folded.dispatches

    def _position(self) -> int:
        self.positions += 1
        return self.positions

    def _write(self, done: Corrected) -> None:
        if done.refusal:
            self.refusals.append(done.refusal)
        if done.entry:
            self.entries[done.entry.correction.id] = done.entry
        if done.undone and done.entry:
            self.entries[done.undone] = replace(self.entries[done.undone], undone_by=done.entry.correction.id)
        self.incidents |= done.incidents
        for seat in done.seats:
            position = self._position() if seat.position is None else seat.position
            self.links[seat.key] = replace(seat, position=position)
        self.dispatches += done.dispatches
        self.sent += [done.send] if done.send else []

    def scene(self, command: Ordered | Receive) -> Scene:
        """As `sinks.corrections` reads it."""
        correction = command.ordered.correction if isinstance(command, Receive) else command.correction
        undoes = command.undoes if isinstance(command, Receive) else _undone(correction)
        earlier = self.entries.get(undoes or "")
        ids = [command.into] if isinstance(command, Receive) else [*correction.named]
        ids += earlier.incidents if earlier else []
        incidents = {id: self.incidents[id] for id in self._chain(ids) if id in self.incidents}
        return Scene(
            incidents=incidents,
            members={id: self.members(id) for id, one in incidents.items() if one.key == command.key},
            arriving=tuple(self._in_order(m for m in self.links.values() if m.leaving == correction.id)),
            known=self.entries.get(correction.id),
            earlier=earlier,
            last=self._last(incidents, standing=False),
            standing=self._last(incidents, standing=True),
        )

    def members(self, incident_id: str) -> tuple[Member, ...]:
        """Those that are in it and not leaving it."""
        return tuple(
            self._in_order(
                member
                for member in self.links.values()
                if member.link.incident_id == incident_id and member.leaving is None
            )
        )

    def loaded(self) -> OpenIncidents:
        """As a worker that starts finds it."""
        held = self.rules.no_incidents()
        for id, incident in sorted(self.incidents.items()):
            if incident.comparable:
                held.put(incident, voices_of(self.members(id)))
        return held

    def open(self) -> list[Incident]:
        """The open ones, by id."""
        return [one for _, one in sorted(self.incidents.items()) if one.state is State.OPEN]

    def _chain(self, ids: Iterable[str]) -> list[str]:
        found = list(ids)
        for id in found:
            to = self.incidents[id].moved_to if id in self.incidents else None
            if to and to not in found:
                found.append(to)
        return found

    def _in_order(self, members: Iterable[Member]) -> list[Member]:
        return sorted(members, key=lambda member: member.position or 0)

    def _last(self, ids: Iterable[str], *, standing: bool) -> dict[str, Entry]:
        last = {}
        for id in ids:
            for entry in self.entries.values():
                undo = isinstance(entry.correction.what, Undo) or entry.undone_by
                if entry.result is not Result.REFUSED and id in entry.incidents and not (standing and undo):
                    last[id] = entry
        return last


def _undone(correction: Correction) -> str | None:
    return correction.what.correction if isinstance(correction.what, Undo) else None


def state_of(books: Books) -> tuple[dict[str, Incident], dict[ReportKey, Member]]:
    """What a correction that was taken back must leave as it was: all but what counts messages."""
    incidents = {
        id: replace(one, version=0, revision=0, released=(), life=replace(one.life, works=works_of(one)))
        for id, one in books.incidents.items()
        if one.reports
    }
    return incidents, dict(books.links)


def when(hours: float) -> datetime:
    """So long after noon."""
    return NOON + timedelta(hours=hours)
