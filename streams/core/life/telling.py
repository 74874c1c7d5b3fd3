"""What agencies, partners and the operator hear of an incident's next version."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Incident, Routed, State
from schemas.life import Overdue
from streams.core.life.promises import standings
from streams.core.life.works import works_of
from streams.core.tell import dispatch_of


@dataclass(frozen=True, slots=True)
class News:
    """What there is to tell: `kind` to those who must act (or, of them, to one: others hear `changed`).

    `operator` is what the operator hears of what a person must decide; `progress` the `agency/id` told of.
    """

    kind: Kind
    at: datetime
    why: str = ""
    progress: str | None = None
    overdue: Overdue | None = None
    operator: Kind | None = None
    to: str | None = None

    def kind_for(self, agency: str) -> Kind:
        """What that agency hears."""
        return self.kind if self.to in (None, agency) else "changed"


def told(before: Incident, after: Incident, news: News, catalog: Catalog) -> Iterator[Dispatch]:
    """One message to each that must act, did until now, helps, or decides."""
    works = standings(after, catalog)
    for routed, kind in _hearers(before, after, news, catalog):
        yield dispatch_of(after, routed, kind, works).model_copy(
            update={"why": news.why, "progress": news.progress, "overdue": news.overdue}
        )


def partners(
    before: Incident | None, after: Incident, kind: Kind, at: datetime, catalog: Catalog
) -> Iterator[tuple[Routed, Kind]]:
    """Partners that do it hear what agencies hear, others that it is theirs to take, or is no more."""
    if not after.life.works and not (before and before.life.works):
        # Nobody has said anything yet, so no agency has let partners in.
        return
    day = at.astimezone(catalog.city.zone).date().isoformat()
    was, now = _offered(before) if before else {}, _offered(after)
    does, did = _doing(after), _doing(before) if before else {}
    over = after.state is State.CLOSED
    for partner in sorted({*was, *now, *does, *did}):
        agency = does.get(partner) or did.get(partner) or now.get(partner) or was.get(partner)
        routed = Routed(partner, "partner", f"dilepas {agency} kepada mitra", day)
        if partner in does:
            yield routed, kind
        elif partner in now and not over:
            if partner not in was:
                yield routed, "offered"
        else:
            yield routed, "withdrawn"


def agencies(
    before: Incident | None, after: Incident, kind_for: Callable[[str], Kind], *, gone: Kind = "closed"
) -> Iterator[tuple[Routed, Kind]]:
    """Who must act hears `kind_for` it, or that it opened; who need not any more, that it is `gone`."""
    were = before.routed if before else ()
    known = {*(routed.agency for routed in were), *(before.released if before else ())}
    now = {routed.agency for routed in after.routed}
    for routed in after.routed:
        yield routed, kind_for(routed.agency) if routed.agency in known else "opened"
    for routed in were:
        if routed.agency not in now:
            yield routed, gone


def kind_of(after: Incident) -> Kind:
    """What who must act hears of a version of which there is no other news."""
    if after.moved_to:
        return "moved"
    return "closed" if after.state is State.CLOSED else "changed"


def _hearers(
    before: Incident, after: Incident, news: News, catalog: Catalog
) -> Iterator[tuple[Routed, Kind]]:
    yield from agencies(before, after, news.kind_for)
    yield from partners(before, after, news.kind, news.at, catalog)
    if news.operator and catalog.operator.id not in {routed.agency for routed in after.routed}:
        day = news.at.astimezone(catalog.city.zone).date().isoformat()
        yield Routed(catalog.operator.id, "operator", "perlu keputusan operator", day), news.operator


def _offered(incident: Incident) -> Mapping[str, str]:
    return {partner: work.agency for work in works_of(incident) for partner in work.offered}


def _doing(incident: Incident) -> Mapping[str, str]:
    return {work.partner: work.agency for work in works_of(incident) if work.partner}
