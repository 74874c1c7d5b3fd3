"""Corrections and the members of incidents as rows of Postgres, and back."""

from collections.abc import Sequence

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.catalog.models import Urgency
from schemas.classified import Classification, ClassifiedReport, Grade, Place, Review, Weight
from schemas.corrected import Before, Entry, Member, Refusal, Result
from schemas.correction import Correction
from schemas.rejection import Origin
from schemas.report import Report
from sinks.rows import Row, link_of, link_row

_BEFORE = TypeAdapter(Before)
_EVIDENCE = TypeAdapter(tuple[Weight, ...])
_REVIEW = TypeAdapter(tuple[Review, ...])


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
    refused = row["reason"] is not None
    return Entry(
        correction=Correction.model_validate_json(row["content"]),
        digest=row["digest"],
        result=Result(row["result"]),
        refusal=Refusal(row["code"], row["field"], row["reason"]) if refused else None,
        incidents=tuple(row["incidents"]),
        before=_BEFORE.validate_json(row["before"]),
        undone_by=row["undone_by"],
    )


def seat_columns(seats: Sequence[Member], positions: Sequence[int]) -> Sequence[Sequence[object]]:
    """The columns of `move_links`."""
    found = [
        (*seat.key, *link_row(seat.link), seat.link.correction, position, seat.leaving)
        for seat, position in zip(seats, positions, strict=True)
    ]
    return list(zip(*found, strict=True)) or [()] * 14


def member_of(row: Record) -> Member:
    """A report as triage understood it, in its incident."""
    return Member(_classified_of(row), link_of(row), row["position"], row["leaving"])


def _classified_of(row: Record) -> ClassifiedReport:
    return ClassifiedReport(
        city=row["city"],
        channel=row["channel"],
        origin=Origin(
            topic=row["origin_topic"], partition=row["origin_partition"], offset=row["origin_offset"]
        ),
        report=Report.model_validate_json(row["report"]),
        digest=row["digest"],
        masked_text=row["masked_text"],
        masked_place=row["masked_place"],
        classification=Classification(
            category=row["category"],
            family=row["family"],
            confidence=row["confidence"],
            evidence=_EVIDENCE.validate_json(row["category_evidence"]),
            second=row["second_category"],
        ),
        place=Place.model_validate_json(row["place"]) if row["place"] else None,
        grade=Grade(urgency=Urgency(row["urgency"]), rule=row["urgency_rule"]),
        review=_REVIEW.validate_json(row["review"]),
    )
