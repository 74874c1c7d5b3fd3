"""What became of a record of a channel, by what Postgres holds. Pure."""

from datetime import datetime
from enum import StrEnum

from pydantic import ValidationError

from schemas.rejection import Origin
from schemas.report import Report
from sinks.reading import Kept
from streams.core.normalize import digest


class Fate(StrEnum):
    """What became of a record."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    REDELIVERED = "redelivered"


def report_of(value: bytes | None) -> Report | None:
    """The report a record holds; None if it can only be rejected."""
    try:
        return Report.model_validate_json(value or b"", strict=True)
    except ValidationError:
        return None


def fate_of(
    origin: Origin, report: Report | None, kept: Kept | None, *, refused: bool, since: datetime
) -> Fate | None:
    """The fate of the record at `origin` that holds `report`; None if nothing is known of it (yet).

    `kept` is what Postgres holds under the report's id, `refused` whether it holds a rejection of the
    position. `since` is when the record was published at the earliest, by Postgres' clock: an older
    cluster may have had another record at the same position.
    """
    if refused:
        return Fate.REJECTED
    if report is None or kept is None:
        return None
    if kept.origin == origin and kept.recorded_at >= since:
        return Fate.ACCEPTED
    return Fate.REDELIVERED if kept.digest == digest(report) else None
