"""It is later: what time alone does to an incident."""

from dataclasses import replace
from datetime import UTC, datetime

from schemas.catalog.models import Catalog
from schemas.heard import Due
from schemas.incident import Incident
from schemas.life import Overdue
from streams.core.life.advance import Lived, advanced, retold, settled
from streams.core.life.close import closed
from streams.core.life.promises import Next, next_of
from streams.core.life.reply import decided
from streams.core.life.telling import News
from streams.core.life.works import with_work, works_of

_LATE = {
    Overdue.ACCEPT: "belum diterima sampai batas waktunya",
    Overdue.RESOLVE: "belum selesai sampai batas waktunya",
}
_OPERATORS = {Overdue.ACCEPT_OPERATOR: Overdue.ACCEPT, Overdue.RESOLVE_OPERATOR: Overdue.RESOLVE}


def ticked(due: Due, at: datetime, catalog: Catalog) -> Lived:
    """All that has come due by now, one version after the other."""
    at = at.astimezone(UTC)
    # A catalog with longer promises than it had moves it on without a word.
    incident = settled(due.incident, catalog)
    lived = Lived(incident=incident)
    while (ahead := next_of(incident, catalog)) and ahead.at <= at:
        lived = lived.then(_passed(incident, ahead, at, due.reach, catalog))
        incident = lived.incident or incident
    return lived


def _passed(incident: Incident, ahead: Next, at: datetime, reach: int, catalog: Catalog) -> Lived:
    match ahead.what:
        case "decides":
            return decided(incident, at, reach, catalog, final=True)
        case "closes":
            return closed(incident, News("closed", at), reach, catalog)
        case "tells":
            return retold(incident, reach, at, catalog)
    return _overdue(incident, ahead, at, catalog)


def _overdue(incident: Incident, ahead: Next, at: datetime, catalog: Catalog) -> Lived:
    """The agency is told first, then the operator."""
    if ahead.overdue is None:
        raise ValueError("overdue, but nothing was promised")
    work = next(work for work in works_of(incident) if work.agency == ahead.agency)
    after = with_work(incident, replace(work, overdue=(*work.overdue, ahead.overdue)), at)
    promise = _OPERATORS.get(ahead.overdue, ahead.overdue)
    why = f"{ahead.agency}: {_LATE[promise]}"
    if ahead.overdue in _OPERATORS:
        news = News("changed", at, why, overdue=promise, operator="overdue")
    else:
        news = News("overdue", at, why, overdue=promise, to=ahead.agency)
    return advanced(incident, after, news, None, catalog)
