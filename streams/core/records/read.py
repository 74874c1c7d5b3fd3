"""Records of our own topics -> what they hold. Whatever somebody else wrote there is refused, not fatal."""

import math
from collections.abc import Iterator
from typing import Protocol, TypeVar

import msgspec
from pydantic import ValidationError

from schemas.announcement import Announcement
from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.contract import Contract
from schemas.rejection import Origin, Rejection, reject
from schemas.sealed import Closed, SealedReport
from streams.core.refused import where, why
from streams.core.storable import Fault, quoted, unstorable

UNREADABLE = "unreadable"

_READ_CLOSED = msgspec.json.Decoder(Closed).decode

_Contract = TypeVar("_Contract", bound=Contract)


class Record(Protocol):
    """A record of Kafka."""

    topic: str
    partition: int
    offset: int
    value: bytes | None


def origin_of(record: Record) -> Origin:
    """Where it lies."""
    return Origin(topic=record.topic, partition=record.partition, offset=record.offset)


def read_classified(
    record: Record, catalog: Catalog, opened: bytes | None = None
) -> ClassifiedReport | Rejection:
    """A record of `reports.classified`; its category and channel must still be in the catalog.

    `opened` is what was sealed in it.
    """
    value = (record.value or b"") if opened is None else opened
    try:
        report = ClassifiedReport.model_validate_json(value)
    except ValidationError as error:
        return unreadable(record, invalid(error), opened)
    faults = _left(report, catalog) if _surely_storable(report, value) else _faults_of(report, catalog)
    fault = next(faults, None)
    return unreadable(record, fault, opened) if fault else report


def checked(report: ClassifiedReport, record: Record, catalog: Catalog) -> ClassifiedReport | Rejection:
    """A report that was read, if it can be stored and the catalog still knows it."""
    fault = next(_faults_of(report, catalog), None)
    return unreadable(record, fault) if fault else report


def read_closed(record: Record) -> Closed | None:
    """What it takes to open a sealed report; None where all of it must be read to tell what is wrong."""
    try:
        return _READ_CLOSED(record.value or b"")
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def read_sealed(record: Record) -> SealedReport | Rejection:
    """A sealed report of `reports.classified`, not opened yet."""
    try:
        return SealedReport.model_validate_json(record.value or b"")
    except ValidationError as error:
        return unreadable(record, invalid(error))


def read_rejection(record: Record) -> Rejection:
    """A record of `reports.rejected`; an unreadable one is a rejection of itself."""
    return _read(record, Rejection)


def read_announcement(record: Record) -> Announcement | Rejection:
    """A record of `announcements`."""
    return _read(record, Announcement)


def _read(record: Record, contract: type[_Contract]) -> _Contract | Rejection:
    try:
        content = contract.model_validate_json(record.value or b"")
    except ValidationError as error:
        return unreadable(record, invalid(error))
    fault = next(unstorable(content.model_dump()), None)
    return unreadable(record, fault) if fault else content


def _faults_of(report: ClassifiedReport, catalog: Catalog) -> Iterator[Fault]:
    # The report by itself, as triage looked at it: around it everything lies a level deeper.
    yield from unstorable(report.report.model_dump())
    yield from unstorable(report.model_dump(exclude={"report"}))
    yield from _left(report, catalog)


def _surely_storable(report: ClassifiedReport, value: bytes) -> bool:
    """Whether that is plain without a look at each of its values, as it is of almost all reports.

    JSON has a NUL only as an escape, what is nested deep is in a sender's own fields, and a sum is finite
    if all in it are.
    """
    said, found, place = report.report, report.classification, report.place
    weights = sum(weight.weight for weight in found.evidence)
    return (
        b"\\u0000" not in value
        and not said.model_extra
        and not any(photo.model_extra for photo in said.photos)
        and math.isfinite(found.confidence + (place.error_m if place else 0.0) + weights)
    )


def _left(report: ClassifiedReport, catalog: Catalog) -> Iterator[Fault]:
    if report.classification.category not in catalog.categories:
        yield left("category", report.classification.category)
    if report.channel not in catalog.channels:
        yield left("channel", report.channel)


def left(what: str, id: str) -> Fault:
    """It is not in the catalog. Who wrote the record may have put anything there."""
    return Fault(UNREADABLE, f"{what}{quoted(id)} left the catalog")


def invalid(error: ValidationError) -> Fault:
    """The first fault that a contract found."""
    first = error.errors(include_url=False, include_input=False)[0]
    return Fault(UNREADABLE, why(first), where(first))


def unreadable(record: Record, fault: Fault, opened: bytes | None = None) -> Rejection:
    """A record of our own topics that is refused where it lies, and of a sealed one what was in it."""
    return reject(
        origin_of(record),
        (record.value or b"") if opened is None else opened,
        code=UNREADABLE,
        reason=fault.reason,
        field=".".join(fault.location),
    )
