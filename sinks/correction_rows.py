"""Corrections and the members of incidents as rows of Postgres, and back."""

from collections.abc import Sequence

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.classified import ClassifiedReport
from schemas.corrected import Before, Entry, Member
from schemas.correction import Correction
from schemas.report import Report
from schemas.result import Refusal, Result
from sinks.report_rows import classification_of, grade_of, origin_of, place_of, review_of
from sinks.rows import Row, columns_of, link_of, link_row

_BEFORE = TypeAdapter(Before)


def entry_row(entry: Entry) -> Row:
    """The arguments of `upsert_correction`."""
    correction, refusal = entry.correction, entry.refusal
    return (
        correction.id,
        correction.at,
        correction.by,
        correction.why,
        correction.what.kind,
        correction.model_dump_json(),
        entry.digest,
        entry.result.value,
        refusal and refusal.code,
        refusal and refusal.field,
        refusal and refusal.reason,
        list(entry.incidents),
        _BEFORE.dump_json(entry.before).decode(),
    )


def entry_of(row: Record) -> Entry:
    """A correction as it was written."""
    return Entry(
        correction=Correction.model_validate_json(row["content"]),
        digest=row["digest"],
        result=Result(row["result"]),
        refusal=refusal_of(row),
        incidents=tuple(row["incidents"]),
        before=_BEFORE.validate_json(row["before"]),
        undone_by=row["undone_by"],
    )


def refusal_of(row: Record) -> Refusal | None:
    """Why it was refused, if it was."""
    return Refusal(row["code"], row["field"], row["reason"]) if row["reason"] is not None else None


def seat_columns(seats: Sequence[Member], positions: Sequence[int]) -> Sequence[Sequence[object]]:
    """The columns of `move_links`."""
    found = [
        (*seat.key, *link_row(seat.link), seat.link.correction, position, seat.leaving)
        for seat, position in zip(seats, positions, strict=True)
    ]
    return columns_of(found, width=14)


def member_of(row: Record) -> Member:
    """A report as triage understood it, in its incident."""
    return Member(_classified_of(row), link_of(row), row["position"], row["leaving"])


def _classified_of(row: Record) -> ClassifiedReport:
    return ClassifiedReport(
        city=row["city"],
        channel=row["channel"],
        origin=origin_of(row),
        report=Report.model_validate_json(row["report"]),
        digest=row["digest"],
        masked_text=row["masked_text"],
        masked_place=row["masked_place"],
        classification=classification_of(row),
        place=place_of(row),
        grade=grade_of(row),
        review=review_of(row),
    )
