"""Contracts as rows of Postgres, and back."""

import json
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.classified import ClassifiedReport, Place, Review, Weight
from schemas.incident import Decision, Link, Recorded, Rival, Term
from schemas.message import Message
from schemas.rejection import Rejection
from sinks.json_columns import writer

Row: TypeAlias = tuple[object, ...]

_TERMS = TypeAdapter(tuple[Term, ...])
_RIVAL = TypeAdapter(Rival)
_evidence_json = writer(tuple[Weight, ...])
_review_json = writer(tuple[Review, ...])
_terms_json = writer(tuple[Term, ...])
_rival_json = writer(Rival)

OUTBOX = ("cluster", "topic", "partition", "next_offset", "position", "to_topic", "key", "value", "headers")

_REPORT = (
    "channel", "id", "reported_at", "reporter", "masked_text", "masked_place", "category", "family",
    "confidence", "category_evidence", "second_category", "picked", "urgency", "urgency_rule", "place",
    "review", "digest",
    "origin_topic", "origin_partition", "origin_offset",
)  # fmt: skip
_ORIGINAL = ("channel", "id", "report")
_LINK = (
    "channel", "report_id", "incident_id", "decision", "new_voice", "distance_m", "gap_s", "evidence",
    "score", "terms", "rival",
)  # fmt: skip


def _report_row(recorded: Recorded) -> Row:
    classified = recorded.report
    report, found = classified.report, classified.classification
    return (
        classified.channel,
        report.id,
        report.reported_at,
        report.reporter,
        classified.masked_text,
        classified.masked_place,
        found.category,
        found.family,
        found.confidence,
        _evidence_json(found.evidence),
        found.second,
        report.category,
        classified.grade.urgency.value,
        classified.grade.rule,
        place_json(classified.place),
        _review_json(classified.review),
        classified.digest,
        classified.origin.topic,
        classified.origin.partition,
        classified.origin.offset,
    )


def _original_row(recorded: Recorded) -> Row:
    report = recorded.report.report
    return recorded.report.channel, report.id, report.to_json().decode()


def _link_row(recorded: Recorded) -> Row:
    return *recorded.report.report_key, *link_row(recorded.link)


def link_row(link: Link) -> Row:
    """The columns of a link that say where and why."""
    return (
        link.incident_id,
        link.decision.value,
        link.new_voice,
        link.distance_m,
        link.gap_s,
        link.evidence,
        link.score,
        _terms_json(link.terms),
        _rival_json(link.rival) if link.rival else None,
    )


TABLES = (
    ("reports", _REPORT, _report_row),
    ("report_originals", _ORIGINAL, _original_row),
    ("links", _LINK, _link_row),
)
"""Where a recorded report goes: table, columns, and its row there; in the order of foreign keys."""


def rejection_columns(rejections: Iterable[Rejection]) -> Sequence[Sequence[object]]:
    """The columns of `insert_rejections` after the cluster."""
    found = [
        (
            *(r.topic, r.partition, r.offset, r.code, r.field, r.reason),
            *(r.original, r.original_length, r.report_id),
        )
        for r in rejections
    ]
    return columns_of(found, width=9)


def forgotten_row(classified: ClassifiedReport) -> Row:
    """Of a report without words: id, what was picked, place, reviews, and what stands for the original."""
    report = classified.report
    return (
        report.id,
        report.category,
        place_json(classified.place),
        _review_json(classified.review),
        report.to_json().decode(),
    )


def link_of(row: Record) -> Link:
    """A link as it was written."""
    return Link(
        incident_id=row["incident_id"],
        decision=Decision(row["decision"]),
        new_voice=row["new_voice"],
        distance_m=row["distance_m"],
        gap_s=row["gap_s"],
        evidence=row["evidence"],
        score=row["score"],
        terms=_TERMS.validate_json(row["terms"]),
        rival=_RIVAL.validate_json(row["rival"]) if row["rival"] else None,
        correction=row["correction"],
    )


def message_of(row: Record) -> Message:
    """A message as it was put into the outbox."""
    headers: list[tuple[str, str]] = json.loads(row["headers"])
    return Message(
        row["to_topic"], row["key"], row["value"], tuple((name, text.encode()) for name, text in headers)
    )


def place_json(place: Place | None) -> str | None:
    """The place of a report or an incident as it is written."""
    return place.to_json().decode() if place else None


def columns_of(found: Sequence[Row], width: int) -> Sequence[Sequence[object]]:
    """Rows as the arrays that `unnest` takes, all of them where there is no row."""
    return list(zip(*found, strict=True)) or [()] * width
