"""A record that the code fails on, as a rejection: kept whole, to be sent again once the code is mended."""

from schemas.classified import ClassifiedReport
from schemas.command import Answered, Ordered, Progressed
from schemas.rejection import POISON, Origin, Rejection, reject
from schemas.result import Refusal
from streams.core.records.commands import Event, refused
from streams.core.records.read import Record, origin_of

REASON = (
    "the code of Sinergi fails on this record, through no fault of its sender; it may be sent again later"
)


def poison_at(origin: Origin, value: bytes | None) -> Rejection:
    """A record, refused where it lies."""
    return reject(origin, value or b"", code=POISON, reason=REASON)


def poison(event: Event | Rejection | None, record: Record) -> Rejection:
    """A record of our own topics. What somebody said is refused where they put it.

    `event` is what it says; None where reading it fails.
    """
    match event:
        case ClassifiedReport() as report:
            return reject(report.origin, report.report.to_json(), code=POISON, reason=REASON)
        case (Ordered() | Progressed() | Answered()) as said:
            return refused(said, Refusal(POISON, "", REASON))
    return poison_at(origin_of(record), record.value)
