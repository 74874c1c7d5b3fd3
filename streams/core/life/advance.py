"""The next version of an incident, and all that is told of it."""

from dataclasses import dataclass, replace
from datetime import datetime

from schemas.announcement import Announcement
from schemas.catalog.messages import Told
from schemas.catalog.models import Catalog
from schemas.command import Answered
from schemas.dispatch import Dispatch
from schemas.heard import Check, Finished
from schemas.incident import Incident
from schemas.life import Step
from schemas.result import Refusal
from streams.core.life.messages import stands_of, told_words
from streams.core.life.promises import due_at
from streams.core.life.telling import News, told


@dataclass(frozen=True, slots=True)
class Lived:
    """What a word or a tick comes to; nothing at all if it was taken in before.

    `incident` is its last version if it changed; `send` goes on to another key. `finished` is set once it
    was fixed and closed.
    """

    incident: Incident | None = None
    dispatches: tuple[Dispatch, ...] = ()
    announcements: tuple[Announcement, ...] = ()
    refusal: Refusal | None = None
    checks: tuple[Check, ...] = ()
    send: Answered | None = None
    finished: Finished | None = None

    def then(self, later: "Lived") -> "Lived":
        """Both, one after the other."""
        return replace(
            later,
            incident=later.incident or self.incident,
            dispatches=(*self.dispatches, *later.dispatches),
            announcements=(*self.announcements, *later.announcements),
            checks=(*self.checks, *later.checks),
            finished=later.finished or self.finished,
        )


@dataclass(frozen=True, slots=True)
class Tidings:
    """What reporters are told, and by whom it was done; `reach` is the last of them in the log."""

    kind: Told
    reach: int
    agency: str | None = None
    why: str = ""
    usual: str = ""

    @property
    def name(self) -> str:
        """What is told of, and who did it."""
        return f"{self.kind}/{self.agency or ''}"


def advanced(
    before: Incident, after: Incident, news: News, tidings: Tidings | None, catalog: Catalog
) -> Lived:
    """One version further: agencies hear it, and reporters if `tidings` has something for them."""
    after = replace(after, version=before.version + 1)
    announcements: tuple[Announcement, ...] = ()
    if tidings:
        after, announcements = _announced(after, tidings, news.at, catalog)
    after = settled(after, catalog)
    return Lived(
        incident=after,
        dispatches=tuple(told(before, after, news, catalog)),
        announcements=announcements,
        finished=_finished(before, after),
    )


def settled(incident: Incident, catalog: Catalog) -> Incident:
    """With the moment at which time alone changes it next."""
    return replace(incident, due_at=due_at(incident, catalog))


def retold(incident: Incident, reach: int, at: datetime, catalog: Catalog) -> Lived:
    """What reporters were not told since they had heard enough that day: where it stands by now."""
    incident, message = _told_all(incident, Tidings("standing", reach), at, catalog, heard=0)
    return Lived(incident=settled(incident, catalog), announcements=(message,))


def told_of(incident: Incident) -> Told | None:
    """What reporters hear of where it stands by now; nothing of what they have heard at the beginning."""
    stands = stands_of(incident)
    return None if stands == "dispatched" else stands


def _announced(
    incident: Incident, tidings: Tidings, at: datetime, catalog: Catalog
) -> tuple[Incident, tuple[Announcement, ...]]:
    """One message for all reporters; none if they heard enough that day, then it is told the next."""
    life, day = incident.life, at.astimezone(catalog.city.zone).date()
    if life.last == tidings.name:
        return incident, ()
    heard = life.told if life.told_on == day else 0
    # What answered their report is one of them.
    if heard + 1 >= catalog.messages.limit_a_day:
        return replace(incident, life=replace(life, told_on=day, told=heard, withheld=True)), ()
    incident, message = _told_all(incident, tidings, at, catalog, heard=heard)
    return incident, (message,)


def _told_all(
    incident: Incident, tidings: Tidings, at: datetime, catalog: Catalog, *, heard: int
) -> tuple[Incident, Announcement]:
    life, day = incident.life, at.astimezone(catalog.city.zone).date()
    life = replace(
        life, number=life.number + 1, last=tidings.name, told_on=day, told=heard + 1, withheld=False
    )
    incident = replace(incident, life=life)
    words = told_words(
        tidings.kind, incident, catalog, at=at, agency=tidings.agency, why=tidings.why, usual=tidings.usual
    )
    message = Announcement(
        incident_id=incident.id,
        number=life.number,
        up_to=tidings.reach,
        kind=tidings.kind,
        message=words,
        asks=life.step is Step.RESOLVED,
        at=at,
    )
    return incident, message


def _finished(before: Incident, after: Incident) -> Finished | None:
    """How long it took, once its fix was confirmed and it is closed."""
    closes = after.life.step is Step.CLOSED and before.life.step is not Step.CLOSED
    return Finished.of(after) if closes else None
