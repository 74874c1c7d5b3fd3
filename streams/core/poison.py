"""A record that the code fails on, as a rejection: kept whole, to be sent again once the code is mended."""

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.command import Answered, Ordered, Reported
from schemas.corrected import Refusal
from schemas.rejection import POISON, Origin, Rejection, reject
from schemas.sealed import SealedReport
from streams.core.command_records import Event, Headed, read_event, refused

REASON = (
    "the code of Sinergi fails on this record, through no fault of its sender; it may be sent again later"
)


def poison_at(origin: Origin, value: bytes | None) -> Rejection:
    """A record, refused where it lies."""
    return reject(origin, value or b"", code=POISON, reason=REASON)


def poison(record: Headed, catalog: Catalog) -> Rejection:
    """A record of our own topics. What somebody said is refused where they put it."""
    match _read(record, catalog):
        case ClassifiedReport() as report:
            return reject(report.origin, report.report.to_json(), code=POISON, reason=REASON)
        case SealedReport() as report:
            return reject(report.bare.origin, report.to_json(), code=POISON, reason=REASON)
        case (Ordered() | Reported() | Answered()) as said:
            return refused(said, Refusal(POISON, "", REASON))
    origin = Origin(topic=record.topic, partition=record.partition, offset=record.offset)
    return poison_at(origin, record.value)


def _read(record: Headed, catalog: Catalog) -> Event | SealedReport | Rejection | None:
    try:
        return read_event(record, catalog)
    except Exception:
        return None
