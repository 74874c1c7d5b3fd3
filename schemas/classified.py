"""`reports.classified`: a report and what triage found out about it."""

from datetime import UTC, datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from schemas.catalog.models import Urgency
from schemas.contract import Contract, Latitude, Longitude
from schemas.rejection import Origin
from schemas.report import Report

ReportKey: TypeAlias = tuple[str, str]
"""channel, id: what makes a report the same report."""


class Place(Contract):
    """A point and how far off it may be. `evidence` says in words what it rests on."""

    lat: Latitude
    lon: Longitude
    error_m: Annotated[float, Field(ge=0)]
    by: Literal["coordinates", "words"]
    kelurahan: str | None = None
    kecamatan: str | None = None
    outside: Annotated[bool, Field(description="the point lies outside the city")] = False
    evidence: str


class Weight(Contract):
    """A word or a pick that spoke for the category, and how loudly."""

    word: str
    weight: float


class Classification(Contract):
    """What the report is about. `confidence` lies between 0 (a guess) and 1."""

    category: str
    family: str
    confidence: Annotated[float, Field(ge=0, le=1)]
    evidence: tuple[Weight, ...] = ()
    second: Annotated[str | None, Field(description="another category that the words speak of")] = None


class Grade(Contract):
    """How urgent it is, and the rule that said so."""

    urgency: Urgency
    rule: str


class Review(Contract):
    """Why an operator should look at the report; it goes on all the same."""

    code: Literal["unsure", "no_report", "place_contradicted"]
    reason: Annotated[str, Field(description="in Indonesian, as operators read it")]


class ClassifiedReport(Contract):
    """A report on its way to `resolve`, keyed `city:family`.

    It carries the citizen's own words, so only workers may read its topic; `masked_text` and
    `masked_place` are for everybody else.
    """

    city: str
    channel: str
    origin: Origin
    report: Report
    digest: Annotated[str, Field(description="of the report's content; equal for a redelivery")]
    masked_text: str
    masked_place: str
    classification: Classification
    place: Place | None
    grade: Grade
    review: tuple[Review, ...] = ()

    @property
    def key(self) -> str:
        """Reports that could speak of one incident share it."""
        return f"{self.city}:{self.classification.family}"

    @property
    def report_key(self) -> ReportKey:
        """What makes it the same report."""
        return self.channel, self.report.id

    @property
    def said_at(self) -> datetime:
        """When it was said, in UTC."""
        return self.report.reported_at.astimezone(UTC)

    @property
    def voice(self) -> str | None:
        """The citizen who speaks, as far as the channel tells."""
        return voice_of(self.channel, self.report.reporter) if self.report.reporter else None


def voice_of(channel: str, reporter: str) -> str:
    """What names a citizen among those of all channels: `channel:reporter`."""
    return f"{channel}:{reporter}"


def speaker_of(channel: str, report_id: str, reporter: str | None) -> str:
    """Who said a report: the citizen, or the report itself where its channel tells no citizen."""
    return voice_of(channel, reporter) if reporter else f"{channel}/{report_id}"
