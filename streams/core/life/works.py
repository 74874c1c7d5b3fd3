"""The works of an incident's agencies, and where it stands for all of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from schemas.incident import Incident, State
from schemas.life import Step, Work

FRESH = (Step.DISPATCHED, Step.REOPENED)
OVER = (Step.RESOLVED, Step.CANNOT)
ASKED = (Step.RESOLVED, Step.CONFIRMED)
"""Here the reporters' answers count."""

_FURTHEST = (Step.ON_SITE, Step.ACCEPTED, Step.REOPENED)


def works_of(incident: Incident) -> tuple[Work, ...]:
    """One for each agency that must act, in the order of routing."""
    if not incident.life.works:
        return tuple([_silent(incident, one.agency) for one in incident.routed])
    spoken = {work.agency: work for work in incident.life.works}
    return tuple(spoken.get(one.agency) or _silent(incident, one.agency) for one in incident.routed)


def is_proven(incident: Incident) -> bool:
    """Whether nothing that was resolved waits for a better proof."""
    return all(work.proven is not False for work in works_of(incident))


def with_works(incident: Incident, works: Iterable[Work], at: datetime) -> Incident:
    """The incident with other works, and where it stands then.

    Works of agencies that need not act now are kept: a correction that is taken back calls them back. Of
    what is closed where it stands stays, whoever that calls back.
    """
    works, life = tuple(works), incident.life
    here = {work.agency for work in works}
    spoken = tuple(work for work in works if work != _silent(incident, work.agency))
    kept = tuple(work for work in life.works if work.agency not in here)
    step = step_of(works) if incident.state is State.OPEN else life.step
    if step is not life.step:
        life = replace(life, step=step, at=at)
        if step is Step.RESOLVED:
            life = replace(life, resolved_at=at, vote=life.vote + 1, yes=0, no=0, again=0)
    after = replace(incident, life=replace(life, works=(*spoken, *kept)))
    gives_up = step is Step.CANNOT and incident.state is State.OPEN
    return replace(after, state=State.CLOSED, closed_at=at) if gives_up else after


def with_work(incident: Incident, work: Work, at: datetime) -> Incident:
    """The incident with one work changed."""
    return with_works(
        incident, (work if one.agency == work.agency else one for one in works_of(incident)), at
    )


def rerouted(before: Incident | None, after: Incident, at: datetime) -> Incident:
    """Agencies that come in begin at this moment; those that come back go on where they were."""
    told = {routed.agency for routed in before.routed} if before else set()
    if told == {routed.agency for routed in after.routed}:
        return after
    were = {work.agency: work for work in works_of(before)} if before else {}
    ever = {work.agency: work for work in after.life.works} | were
    after = replace(after, life=replace(after.life, works=tuple(ever.values())))
    works = (ever.get(one.agency) or fresh(after, one.agency, at) for one in after.routed)
    return with_works(after, works, at)


def fresh(incident: Incident, agency: str, at: datetime) -> Work:
    """Of an agency that is told now, by this version."""
    return Work(agency, Step.DISPATCHED, at, at, incident.version)


def step_of(works: Iterable[Work]) -> Step:
    """Resolved once nobody is at it any more and somebody resolved it; else as far as the furthest is."""
    steps = [work.step for work in works]
    if steps and all(step in OVER for step in steps):
        return Step.RESOLVED if Step.RESOLVED in steps else Step.CANNOT
    # What one agency has done while another has still to act is no more than being there.
    shown = [Step.ON_SITE if step is Step.RESOLVED else step for step in steps]
    return next((step for step in _FURTHEST if step in shown), Step.DISPATCHED)


def _silent(incident: Incident, agency: str) -> Work:
    return Work(agency, Step.DISPATCHED, incident.opened_at, incident.opened_at, version=1)
