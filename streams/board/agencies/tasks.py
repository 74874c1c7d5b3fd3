"""What an agency has to do, in the order in which it should: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from schemas.catalog.models import Catalog
from schemas.incident import Incident, State
from schemas.life import Step, Work
from schemas.progress import Said
from streams.core.life.partners import partners_for
from streams.core.life.promises import standings
from streams.core.life.refuse import may_follow, partner_may, work_for
from streams.core.life.works import OVER

Promise: TypeAlias = Literal["accept", "resolve"]
SAYS = (Said.ACCEPTED, Said.ON_SITE, Said.RESOLVED, Said.REFUSED, Said.CANNOT, Said.RELEASED)
"""What officers say, in the order in which it is shown; the rest is the operator's."""

MINUTE_S, HOUR_S, DAY_S = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class Task:
    """An incident, the work on it that an agency speaks about, and what was promised next.

    `left_s` are seconds from now until `by`; fewer than none where the promise has passed.
    """

    incident: Incident
    work: Work
    offered: bool
    promise: Promise | None
    by: datetime | None
    left_s: float | None

    @property
    def late(self) -> bool:
        """Whether what was promised next has not been kept."""
        return self.left_s is not None and self.left_s < 0

    @property
    def left(self) -> str:
        """How long there is, or has been no more, in Indonesian."""
        return span_words(abs(self.left_s or 0.0))


@dataclass(frozen=True, slots=True)
class Tasks:
    """All of an agency: late ones, those ahead, and what waits for citizens; by deadline and urgency."""

    late: tuple[Task, ...]
    ahead: tuple[Task, ...]
    done: tuple[Task, ...]


def tasks_of(incidents: Iterable[Incident], agency: str, catalog: Catalog, now: datetime) -> Tasks:
    """Those of these incidents about which the agency may speak."""
    found = [task for one in incidents if (task := task_of(one, agency, catalog, now))]
    found.sort(key=_order)
    doing = [task for task in found if task.work.step not in OVER]
    return Tasks(
        late=tuple(task for task in doing if task.late),
        ahead=tuple(task for task in doing if not task.late),
        done=tuple(task for task in found if task.work.step in OVER),
    )


def task_of(incident: Incident, agency: str, catalog: Catalog, now: datetime) -> Task | None:
    """What the agency has to do about an incident, if it is its own."""
    work = work_for(incident, agency)
    if work is None:
        return None
    stands = next(one for one in standings(incident, catalog) if one.agency == work.agency)
    promise: Promise | None = "accept" if stands.accept_by else "resolve" if stands.resolve_by else None
    by = stands.accept_by or stands.resolve_by
    offered = agency not in (work.agency, work.partner)
    return Task(incident, work, offered, promise, by, (by - now).total_seconds() if by else None)


def may_say(incident: Incident, agency: str, catalog: Catalog) -> tuple[Said, ...]:
    """What can follow now, the next step first; `resolve` decides when it is said."""
    work = work_for(incident, agency)
    gone = incident.moved_to or incident.dismissed_by or incident.state is State.CLOSED
    if work is None or gone or incident.life.step is Step.CONFIRMED:
        return ()
    may = set(may_follow(work) if work.agency == agency else partner_may(work, agency))
    if agency == catalog.operator.id:
        may -= {Said.REFUSED, Said.RELEASED}
    if not partners_for(incident, catalog):
        may.discard(Said.RELEASED)
    return tuple(said for said in SAYS if said in may)


def span_words(seconds: float) -> str:
    """As an officer says it: the two largest units."""
    whole = int(seconds)
    if whole < HOUR_S:
        return f"{max(1, whole // MINUTE_S)} menit"
    if whole < DAY_S:
        minutes = whole % HOUR_S // MINUTE_S
        return f"{whole // HOUR_S} jam" + (f" {minutes} menit" if minutes else "")
    hours = whole % DAY_S // HOUR_S
    return f"{whole // DAY_S} hari" + (f" {hours} jam" if hours else "")


def _order(task: Task) -> tuple[float, int, datetime, str]:
    left_s = float("inf") if task.left_s is None else task.left_s
    return left_s, -task.incident.urgency.rank, task.incident.opened_at, task.incident.id
