"""One record of `progress.<agency>` or `replies.<channel>`: what can be known without the incidents."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from typing import TypeVar

from schemas.catalog.models import AgencyKind, Catalog
from schemas.command import Answered, Progressed
from schemas.progress import Progress
from schemas.rejection import Origin, Rejection
from schemas.reply import Reply
from schemas.toml_source import nearest
from streams.core.ids import may_be_of
from streams.core.mask import mask
from streams.core.normalize import digest, parsed, rejected, too_long
from streams.core.storable import Fault, quoted, unstorable

AHEAD = timedelta(minutes=10)
"""So far the sender's clock may be ahead of the broker's."""

C = TypeVar("C", Progress, Reply)


def check_progress(
    value: bytes | None, agency: str, origin: Origin, catalog: Catalog, stamped_at: datetime
) -> Progressed | Rejection:
    """What an agency said as `resolve` gets it, its reason masked, or why nobody could take it in.

    `stamped_at` is when the broker had it.
    """
    found = _checked(value, Progress, lambda said: _unknown_agency(said, catalog), catalog, stamped_at)
    if isinstance(found, Fault):
        return rejected(value, origin, found)
    masked = found.model_copy(update={"why": mask(found.why)})
    return Progressed(progress=masked, agency=agency, origin=origin, digest=digest(found))


def check_reply(
    value: bytes | None, channel: str, origin: Origin, catalog: Catalog, stamped_at: datetime
) -> Answered | Rejection:
    """What a reporter answered as `resolve` gets it, or why nobody could take it in."""
    found = _checked(value, Reply, lambda _: (), catalog, stamped_at)
    if isinstance(found, Fault):
        return rejected(value, origin, found)
    return Answered(reply=found, channel=channel, origin=origin, digest=digest(found))


def _checked(
    value: bytes | None,
    contract: type[C],
    more: Callable[[C], Iterable[Fault]],
    catalog: Catalog,
    stamped_at: datetime,
) -> C | Fault:
    found = parsed(value, contract)
    if isinstance(found, Fault):
        return found
    faults = chain(_faults_of(found, value or b"", catalog, stamped_at), more(found))
    return next(faults, None) or found


def _faults_of(
    found: Progress | Reply, value: bytes, catalog: Catalog, stamped_at: datetime
) -> Iterator[Fault]:
    yield from unstorable(found.model_dump())
    yield from too_long(value)
    if not may_be_of(catalog.city, found.incident_id):
        reason = f"no incident of this city is called {found.incident_id}"
        yield Fault("unknown_incident", reason, ("incident_id",))
    if found.at > stamped_at + AHEAD:
        ahead = f"lies more than {AHEAD.total_seconds() / 60:.0f} minutes after {stamped_at.isoformat()}"
        yield Fault("future", f"{ahead}, when the record was published", ("at",))


def _unknown_agency(said: Progress, catalog: Catalog) -> Iterator[Fault]:
    agencies = {id for id, agency in catalog.agencies.items() if agency.kind is AgencyKind.AGENCY}
    if said.agency is not None and said.agency not in agencies:
        reason = f"no agency{quoted(said.agency)}; {nearest(said.agency, agencies)}"
        yield Fault("unknown_id", reason, ("agency",))
