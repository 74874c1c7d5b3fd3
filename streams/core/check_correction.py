"""One record of `corrections`: bytes -> Ordered | Rejection. What can be known without the incidents."""

from collections.abc import Iterable, Iterator, Mapping

from schemas.catalog.models import Catalog
from schemas.command import Ordered
from schemas.correction import Correction, Move, Reclassify, Reroute, Split, report_key_of
from schemas.rejection import Origin, Rejection
from schemas.toml_source import nearest
from streams.core.ids import may_be_of
from streams.core.mask import mask
from streams.core.normalize import digest, parsed, rejected, too_long
from streams.core.storable import Fault, quoted, unstorable


def check_correction(value: bytes | None, origin: Origin, catalog: Catalog) -> Ordered | Rejection:
    """The correction as `resolve` gets it, its reason masked, or why nobody could carry it out."""
    found = parsed(value, Correction)
    if isinstance(found, Correction):
        fault = next(_faults_of(found, value or b"", catalog), None)
        if fault is None:
            masked = found.model_copy(update={"why": mask(found.why)})
            return Ordered(correction=masked, origin=origin, digest=digest(found))
    else:
        fault = found
    return rejected(value, origin, fault)


def unknown_in(correction: Correction, catalog: Catalog) -> Iterator[Fault]:
    """What the catalog does not know."""
    for id in (*correction.named, *correction.seen):
        if not may_be_of(catalog.city, id):
            yield Fault("unknown_incident", f"no incident of this city is called {id}", ("what",))
    match correction.what:
        case Reclassify(category=category):
            yield from _unknown("category", [category], catalog.categories)
        case Reroute(agencies=agencies):
            yield from _unknown("agencies", agencies, catalog.agencies)
        case Split(reports=reports):
            yield from _unknown("reports", map(_channel_of, reports), catalog.channels)
        case Move(report=report):
            yield from _unknown("report", [_channel_of(report)], catalog.channels)


def _faults_of(correction: Correction, value: bytes, catalog: Catalog) -> Iterator[Fault]:
    yield from unstorable(correction.model_dump())
    yield from unknown_in(correction, catalog)
    yield from too_long(value)


def _unknown(field: str, ids: Iterable[str], known: Mapping[str, object]) -> Iterator[Fault]:
    for id in ids:
        if id not in known:
            reason = f"the catalog has no{quoted(id)}; {nearest(id, known)}"
            yield Fault("unknown_id", reason, ("what", field))


def _channel_of(name: str) -> str:
    return report_key_of(name)[0]
