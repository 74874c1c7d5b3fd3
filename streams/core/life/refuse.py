"""Why what an agency says is not taken: in words for the one who sent it."""

from collections.abc import Iterator, Mapping

from schemas.catalog.models import Catalog
from schemas.command import Progressed
from schemas.heard import ProgressScene
from schemas.incident import Incident, State
from schemas.life import Step, Work
from schemas.progress import Said
from schemas.result import Refusal
from streams.core.life.partners import partners_for
from streams.core.life.works import ASKED, works_of

OPERATORS = (Said.CONFIRMED, Said.REOPENED)

_AGENCYS_ALONE = (Said.ACCEPTED, Said.RELEASED, Said.CANNOT)
"""A partner that cannot do it refuses: then the agency has it again."""

_MAY_FOLLOW: Mapping[Step, tuple[Said, ...]] = {
    Step.DISPATCHED: (
        *(Said.ACCEPTED, Said.REFUSED, Said.ON_SITE, Said.RESOLVED, Said.CANNOT, Said.RELEASED),
    ),
    Step.ACCEPTED: (Said.REFUSED, Said.ON_SITE, Said.RESOLVED, Said.CANNOT, Said.RELEASED),
    Step.ON_SITE: (Said.REFUSED, Said.RESOLVED, Said.CANNOT, Said.RELEASED),
}


def may_follow(work: Work) -> tuple[Said, ...]:
    """What an agency may say of its work next."""
    if work.step is Step.RESOLVED:
        # A better proof.
        return (Said.RESOLVED,) if work.proven is False else ()
    following = _MAY_FOLLOW.get(Step.DISPATCHED if work.step is Step.REOPENED else work.step, ())
    # To accept takes it back from partners.
    shared = work.partner is not None or work.offered
    return (Said.ACCEPTED, *following) if shared and Said.ACCEPTED not in following else following


def partner_may(work: Work, partner: str) -> tuple[Said, ...]:
    """What a partner may say next: take an offer or turn it down; then what it does."""
    if work.partner != partner:
        return (Said.ACCEPTED, Said.REFUSED)
    return tuple(said for said in may_follow(work) if said not in _AGENCYS_ALONE)


def work_for(incident: Incident, agency: str) -> Work | None:
    """The work that the agency may speak about: its own, the one it does as a partner, or is offered."""
    works = works_of(incident)
    own = (work for work in works if work.agency == agency)
    does = (work for work in works if work.partner == agency)
    may = (work for work in works if agency in work.offered)
    return next(own, None) or next(does, None) or next(may, None)


def refusal_of(said: Progressed, scene: ProgressScene, catalog: Catalog) -> Refusal | None:
    """The first reason, if there is one."""
    return next(_refusals(said, scene, catalog), None)


def _refusals(said: Progressed, scene: ProgressScene, catalog: Catalog) -> Iterator[Refusal]:
    progress, incident = said.progress, scene.incident
    if incident is None:
        yield Refusal("unknown_incident", "incident_id", f"no incident {progress.incident_id}")
        return
    yield from _gone(incident)
    if progress.version > incident.version:
        reason = f"version {progress.version} was never sent; the last is {incident.version}"
        yield Refusal("unknown_version", "version", reason)
    if progress.said in OPERATORS:
        yield from _operators(said, incident, catalog)
    else:
        yield from _agencies(said, incident, catalog)


def _gone(incident: Incident) -> Iterator[Refusal]:
    if incident.moved_to:
        reason = f"the reports of incident {incident.id} are in {incident.moved_to}"
        yield Refusal("moved", "incident_id", reason)
    elif incident.dismissed_by:
        reason = f"incident {incident.id} was found to be no report by {incident.dismissed_by}"
        yield Refusal("closed", "incident_id", reason)


def _operators(said: Progressed, incident: Incident, catalog: Catalog) -> Iterator[Refusal]:
    if said.agency != catalog.operator.id:
        reason = f"only {catalog.operator.id} says {said.progress.said}"
        yield Refusal("not_yours", "said", reason)
    wanted = (Step.RESOLVED,) if said.progress.said is Said.CONFIRMED else (*ASKED, Step.CANNOT)
    if incident.life.step not in wanted:
        reason = f"incident {incident.id} is {incident.life.step}, not {' or '.join(wanted)}"
        yield Refusal("not_now", "said", reason)


def _agencies(said: Progressed, incident: Incident, catalog: Catalog) -> Iterator[Refusal]:
    progress, agency = said.progress, said.agency
    if incident.state is State.CLOSED:
        yield Refusal("closed", "incident_id", f"incident {incident.id} is closed")
    work = work_for(incident, agency)
    if work is None:
        who = ", ".join(routed.agency for routed in incident.routed)
        yield Refusal("not_yours", "incident_id", f"incident {incident.id} is not {agency}'s but {who}'s")
        return
    if progress.version < work.version:
        reason = f"version {progress.version} is older than {work.version}, with which it came to {agency}"
        yield Refusal("stale", "version", reason)
    may = may_follow(work) if work.agency == agency else partner_may(work, agency)
    if agency == catalog.operator.id:
        may = tuple(one for one in may if one not in (Said.REFUSED, Said.RELEASED))
    if progress.said not in may or incident.life.step is Step.CONFIRMED:
        following = ", ".join(may) or "nothing"
        reason = f"{agency} is at {work.step}: {progress.said} cannot follow, only {following}"
        yield Refusal("not_now", "said", reason)
    if progress.said is Said.RELEASED and not partners_for(incident, catalog):
        yield Refusal("no_partner", "said", f"no partner offers {incident.category} there")
    if progress.agency == agency:
        yield Refusal("nothing_to_do", "agency", f"{agency} names itself")
