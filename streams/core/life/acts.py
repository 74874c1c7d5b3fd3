"""What an agency or a partner does about its work -> the incident after it. One short function an act."""

from dataclasses import replace
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.command import Progressed
from schemas.incident import Incident, Routed
from schemas.life import Step, Work
from schemas.progress import Said
from streams.core.life.partners import partners_for
from streams.core.life.works import fresh, with_work, with_works, works_of

REFUSALS_MAX = 2
"""Then an operator decides: agencies must not hand it round in a circle."""


def acted(
    before: Incident, work: Work, said: Progressed, at: datetime, *, proven: bool, catalog: Catalog
) -> Incident:
    """The incident after one word about one work; `proven` counts if that is resolved."""
    partner = said.agency if said.agency != work.agency else None
    match said.progress.said:
        case Said.ACCEPTED:
            after = _accepted(before, work, partner, at)
        case Said.REFUSED if partner:
            after = _declined(before, work, partner, at)
        case Said.REFUSED:
            after = _routed_on(before, said, at, catalog)
        case Said.RELEASED:
            offered = partners_for(before, catalog)
            after = with_work(before, replace(work, partner=None, offered=offered), at)
        case Said.ON_SITE:
            after = with_work(before, replace(work, step=Step.ON_SITE, at=at, offered=()), at)
        case Said.CANNOT:
            after = with_work(before, replace(work, step=Step.CANNOT, at=at, offered=()), at)
        case Said.RESOLVED:
            done = replace(work, step=Step.RESOLVED, at=at, proven=proven, offered=())
            after = with_work(before, done, at)
        case other:
            raise ValueError(f"{other} is no word of an agency")
    return after


def _accepted(before: Incident, work: Work, partner: str | None, at: datetime) -> Incident:
    """The first partner that accepts gets it; the agency that accepts takes it back."""
    step = Step.ON_SITE if work.step is Step.ON_SITE else Step.ACCEPTED
    return with_work(before, replace(work, step=step, at=at, partner=partner, offered=()), at)


def _declined(before: Incident, work: Work, partner: str, at: datetime) -> Incident:
    """A partner does not want it: others still may, or the agency has it as when it was told of it."""
    if work.partner != partner:
        left = tuple(other for other in work.offered if other != partner)
        return with_work(before, replace(work, offered=left), at)
    step = Step.REOPENED if before.life.reopened else Step.DISPATCHED
    return with_work(before, replace(work, step=step, at=at, partner=None), at)


def _routed_on(before: Incident, said: Progressed, at: datetime, catalog: Catalog) -> Incident:
    """To the agency that is named, unless it has had it: then, and after two refusals, to the operator."""
    agency, named = said.agency, said.progress.agency
    refusals = (*before.life.refusals, agency)
    if named is None or named in (*before.released, *refusals) or len(refusals) >= REFUSALS_MAX:
        named = catalog.operator.id
    routed = tuple(one for one in before.routed if one.agency != agency)
    if named not in {one.agency for one in routed}:
        day = at.astimezone(catalog.city.zone).date().isoformat()
        routed = (*routed, Routed(named, "refusal", f"ditolak {agency}: {said.progress.why}", day))
    released = tuple(dict.fromkeys((*(one for one in before.released if one != named), agency)))
    ever = tuple(work for work in before.life.works if work.agency != agency)
    life = replace(before.life, works=ever, refusals=refusals)
    # The version from which on the new agency is asked to act is the one that tells of it.
    after = replace(before, version=before.version + 1, routed=routed, released=released, life=life)
    at_it = {work.agency: work for work in works_of(before)}
    return with_works(after, (at_it.get(one.agency) or fresh(after, one.agency, at) for one in routed), at)
