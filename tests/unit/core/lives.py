"""What Postgres and Kafka do for progress, replies and ticks, in a few dictionaries."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from schemas.announcement import Announcement
from schemas.command import Answered, Progressed, Tick
from schemas.heard import Alike, Check, Due, Finished, ProgressScene, ReplyScene
from schemas.incident import Decision, key_of
from schemas.photo_hash import alike
from schemas.progress import Said
from schemas.result import Refusal
from streams.core.durations import Durations
from streams.core.life.advance import Lived
from streams.core.life.progress import progressed
from streams.core.life.reply import answered
from streams.core.life.tick import ticked
from streams.core.life.usual import usually

if TYPE_CHECKING:
    from tests.unit.core.corrected_city import Books

Live = Progressed | Answered | Tick


@dataclass(frozen=True)
class Vote:
    """A reply that was taken in."""

    incident: str
    round: int
    voice: str
    answer: str


@dataclass(slots=True)
class Lives:
    """The tables of what was said and answered, and what all reporters were told."""

    progress: dict[tuple[str, str], str] = field(default_factory=dict)
    replies: dict[tuple[str, str], str] = field(default_factory=dict)
    votes: list[Vote] = field(default_factory=list)
    checks: dict[tuple[str, str], tuple[Check, ...]] = field(default_factory=dict)
    photos: list[Alike] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    announcements: list[Announcement] = field(default_factory=list)
    heard: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    """By report: kind and message of all that its reporter heard, in order."""
    finished: list[Finished] = field(default_factory=list)
    durations: Durations = field(default_factory=lambda: Durations.of(()))

    def take(self, event: Live, books: "Books") -> None:
        """One word, answer or tick."""
        match event:
            case Progressed():
                outcomes = [self._said(event, books)]
            case Answered():
                outcomes = [self._answered(event, books)]
            case Tick():
                catalog = books.rules.catalog
                outcomes = [ticked(due, event.at, catalog) for due in self._due(event, books)]
        for one in outcomes:
            self._write(one, books)

    def _said(self, said: Progressed, books: "Books") -> Lived:
        progress = said.progress
        incident = books.incidents.get(progress.incident_id)
        scene = ProgressScene(
            incident,
            self.progress.get((said.agency, progress.id)),
            _reach(books, progress.incident_id),
            tuple(self._alike(said)),
        )
        usual = usually(incident, self.durations, books.held.waiting, progress.at) if incident else ""
        outcome = progressed(said, scene, books.rules.catalog, usual)
        if scene.known is None:
            name = said.agency, progress.id
            self.progress[name] = said.digest
            self.checks[name] = outcome.checks
            if outcome.refusal is None and progress.said is Said.RESOLVED:
                self.photos += [
                    Alike(photo.phash, "proof", "/".join(name), progress.incident_id)
                    for photo in progress.proving
                    if photo.phash
                ]
        return outcome

    def _alike(self, said: Progressed) -> Iterable[Alike]:
        for photo in said.progress.photos:
            for seen in self.photos:
                if photo.phash and alike(photo.phash, seen.photo):
                    yield Alike(photo.phash.lower(), seen.of, seen.name, seen.incident_id)

    def _answered(self, said: Answered, books: "Books") -> Lived:
        scene = self._reply_scene(said, books)
        outcome = answered(said, scene, books.rules.catalog)
        if scene.known is None and outcome.send is None:
            self.replies[said.channel, said.reply.id] = said.digest
            if outcome.refusal is None and scene.incident:
                round = scene.incident.life.vote
                self.votes.append(Vote(scene.incident.id, round, scene.voice, said.reply.answer))
        return outcome

    def _reply_scene(self, said: Answered, books: "Books") -> ReplyScene:
        known = self.replies.get((said.channel, said.reply.id))
        member = books.links.get((said.channel, said.reply.report_id))
        if member is None:
            return ReplyScene(known)
        id, voice = member.link.incident_id, member.report.voice or "/".join(member.key)
        incident = books.incidents[id] if key_of(id) == said.key else None
        if incident is None:
            return ReplyScene(known, id, voice=voice)
        answers = {
            vote.voice: vote.answer
            for vote in self.votes
            if (vote.incident, vote.round) == (id, incident.life.vote)
        }
        own = answers.pop(voice, None)
        resolved_at, link = incident.life.resolved_at, member.link
        joined = link.new_voice and link.decision is Decision.JOINS and link.correction is None
        return ReplyScene(
            known,
            id,
            incident,
            voice,
            _reach(books, id),
            yes=sum(answer == "yes" for answer in answers.values()),
            no=sum(answer == "no" for answer in answers.values()),
            again=bool(not own and joined and resolved_at and member.report.said_at > resolved_at),
        )

    def _due(self, tick: Tick, books: "Books") -> list[Due]:
        due = [
            incident
            for incident in books.incidents.values()
            if incident.key == tick.key and incident.due_at and incident.due_at <= tick.at
        ]
        ordered = sorted(due, key=lambda incident: (incident.due_at, incident.id))
        return [Due(incident, _reach(books, incident.id)) for incident in ordered]

    def _write(self, lived: Lived, books: "Books") -> None:
        if lived.refusal:
            self.refusals.append(lived.refusal)
        if lived.incident:
            books.incidents[lived.incident.id] = lived.incident
            books.held.renew(lived.incident)
        if lived.finished:
            self.durations.add(lived.finished)
            self.finished.append(lived.finished)
        if lived.send:
            books.sent.append(lived.send)
        books.dispatches += lived.dispatches
        self.announcements += lived.announcements
        for one in lived.announcements:
            self._tell_all(one, books)

    def _tell_all(self, told: Announcement, books: "Books") -> None:
        """As `herald` does."""
        for member in books.members(told.incident_id):
            if member.link.new_voice and (member.position or 0) <= told.up_to:
                self.heard.setdefault(":".join(member.key), []).append((told.kind, told.message))


def _reach(books: "Books", incident_id: str) -> int:
    return max((member.position or 0 for member in books.members(incident_id)), default=0)
