"""What triage found out about a report, from a row of Postgres."""

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.catalog.models import Urgency
from schemas.classified import Classification, Grade, Place, Review, Weight
from schemas.rejection import Origin

_EVIDENCE = TypeAdapter(tuple[Weight, ...])
_REVIEW = TypeAdapter(tuple[Review, ...])


def origin_of(row: Record) -> Origin:
    """Where a report was taken from."""
    return Origin(topic=row["origin_topic"], partition=row["origin_partition"], offset=row["origin_offset"])


def place_of(row: Record) -> Place | None:
    """The place of a report or an incident."""
    return Place.model_validate_json(row["place"]) if row["place"] else None


def classification_of(row: Record) -> Classification:
    """What it is about."""
    return Classification(
        category=row["category"],
        family=row["family"],
        confidence=row["confidence"],
        evidence=_EVIDENCE.validate_json(row["category_evidence"]),
        second=row["second_category"],
    )


def grade_of(row: Record) -> Grade:
    """How urgent it is."""
    return Grade(urgency=Urgency(row["urgency"]), rule=row["urgency_rule"])


def review_of(row: Record) -> tuple[Review, ...]:
    """Why an operator should look at it."""
    return _REVIEW.validate_json(row["review"])
