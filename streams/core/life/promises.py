"""What was promised, and when time alone changes an incident next."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Literal, NamedTuple, TypeAlias

from schemas.catalog.models import Catalog, Urgency
from schemas.catalog.promises import Promise
from schemas.dispatch import Standing
from schemas.incident import Incident, State
from schemas.life import Life, Overdue, Step, Work
from streams.core.life.votes import decision, rule_of
from streams.core.life.working_time import later
from streams.core.life.works import FRESH, OVER, works_of

MORNING = time(7)
"""By the city's time; what was withheld the day before is told from then on."""

What: TypeAlias = Literal["overdue", "decides", "closes", "tells"]


class Next(NamedTuple):
    """What time does to an incident, and when. `overdue` is of the work of `agency`."""

    at: datetime
    what: What
    agency: str = ""
    overdue: Overdue | None = None


def next_of(incident: Incident, catalog: Catalog) -> Next | None:
    """What time does to it first."""
    if not incident.comparable:
        return None
    ahead = [*_withheld(incident, catalog)]
    if incident.state is State.OPEN:
        ahead += [*_overdue(incident, catalog), *_vote(incident, catalog)]
    return min(ahead, key=lambda one: one.at, default=None)


def due_at(incident: Incident, catalog: Catalog) -> datetime | None:
    """When time alone changes it next."""
    ahead = next_of(incident, catalog)
    return ahead and ahead.at


def first_due_at(category: str, urgency: Urgency, opened_at: datetime, catalog: Catalog) -> datetime:
    """When time alone changes an incident first of which agencies have just been told: as `due_at`."""
    promised = _Promised.of(category, urgency, catalog)
    return promised.first_by(opened_at)


def standings(incident: Incident, catalog: Catalog) -> tuple[Standing, ...]:
    """Each agency's work, with what it promised and has still to keep."""
    promised = _Promised.of(incident.category, incident.urgency, catalog)
    return tuple(
        Standing(
            agency=work.agency,
            step=work.step,
            since=work.at,
            accept_by=promised.accept_by(work.since) if work.step in FRESH else None,
            resolve_by=None if work.step in OVER else promised.resolve_by(work.since),
            partner=work.partner,
            proven=work.proven,
        )
        for work in works_of(incident)
    )


def promised_by(work: Work, incident: Incident, catalog: Catalog) -> tuple[datetime, datetime]:
    """By when an agency promised to accept and to resolve, kept or not."""
    promised = _Promised.of(incident.category, incident.urgency, catalog)
    return promised.accept_by(work.since), promised.resolve_by(work.since)


def promise_of(category: str, urgency: str, catalog: Catalog) -> Promise:
    """What is promised: by the category, if it has promises of its own, else by the city."""
    known = catalog.categories.get(category)
    return ((known and known.promises) or catalog.city.promises).of(urgency)


class _Promised(NamedTuple):
    promise: Promise
    catalog: Catalog

    @classmethod
    def of(cls, category: str, urgency: Urgency, catalog: Catalog) -> "_Promised":
        return cls(promise_of(category, urgency, catalog), catalog)

    def accept_by(self, since: datetime) -> datetime:
        return self._after(since, self.promise.accept_h)

    def resolve_by(self, since: datetime) -> datetime:
        return self._after(since, self.promise.resolve_h)

    def first_by(self, since: datetime) -> datetime:
        return self._after(since, min(self.promise.accept_h, self.promise.resolve_h))

    def told_operator_at(self, told_agency_at: datetime) -> datetime:
        return self._after(told_agency_at, self.promise.operator_after_h)

    def _after(self, start: datetime, hours: float) -> datetime:
        if self.promise.around_the_clock:
            return start + timedelta(hours=hours)
        return later(start, hours, self.catalog.city.working, self.catalog.city.zone)


def _overdue(incident: Incident, catalog: Catalog) -> Iterator[Next]:
    promised = _Promised.of(incident.category, incident.urgency, catalog)
    for work in works_of(incident):
        if work.step in FRESH:
            first, then = Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR
            yield from _notices(work, promised, promised.accept_by(work.since), first, then)
        if work.step not in OVER:
            first, then = Overdue.RESOLVE, Overdue.RESOLVE_OPERATOR
            yield from _notices(work, promised, promised.resolve_by(work.since), first, then)


def _notices(work: Work, promised: _Promised, by: datetime, first: Overdue, then: Overdue) -> Iterator[Next]:
    if first not in work.overdue:
        yield Next(by, "overdue", work.agency, first)
    # What concerns the operator is told to the operator already.
    elif then not in work.overdue and work.agency != promised.catalog.operator.id:
        yield Next(promised.told_operator_at(by), "overdue", work.agency, then)


def _vote(incident: Incident, catalog: Catalog) -> Iterator[Next]:
    life, rule = incident.life, rule_of(incident, catalog)
    if life.at is None or life.resolved_at is None:
        return
    if life.step is Step.CONFIRMED:
        yield Next(life.at + timedelta(hours=rule.closes_h), "closes")
    # Reports that came after it was resolved count as answers, and nobody decided on them yet.
    if decision(incident, rule, final=False):
        yield Next(life.at, "decides")
    # Who was not asked yet is not silent: what was withheld is told first.
    elif not life.withheld and decision(incident, rule, final=True):
        asked_at = max(life.resolved_at, _retold_at(life, catalog) or life.resolved_at)
        yield Next(asked_at + timedelta(hours=rule.silence_h), "decides")


def _withheld(incident: Incident, catalog: Catalog) -> Iterator[Next]:
    life = incident.life
    if life.withheld and life.told_on:
        yield Next(_morning(life.told_on + timedelta(days=1), catalog), "tells")


def _retold_at(life: Life, catalog: Catalog) -> datetime | None:
    """When reporters heard where it stands, if that is the last they heard."""
    retold = life.last.startswith("standing/")
    return _morning(life.told_on, catalog) if retold and life.told_on else None


def _morning(day: date, catalog: Catalog) -> datetime:
    return datetime.combine(day, MORNING, catalog.city.zone)
