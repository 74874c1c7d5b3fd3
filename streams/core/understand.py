"""One record of a channel through the stages of `triage`: bytes -> ClassifiedReport | Rejection."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from schemas.catalog.models import UNKNOWN, Catalog, Channel, City
from schemas.classified import Classification, ClassifiedReport, Place, Review
from schemas.incident import family_of
from schemas.rejection import Origin, Rejection, reject
from schemas.report import Report
from streams.core.classify import Classifier, classify
from streams.core.grade import Grades, grade
from streams.core.ids import may_be_of
from streams.core.locate import Map, Said, at_coordinates, contradicted, covering, said_in
from streams.core.mask import mask
from streams.core.no_report import Chatter, no_report
from streams.core.normalize import digest, normalize
from streams.core.weights import Weights


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The catalog, made ready for each stage."""

    city: City
    channels: Mapping[str, Channel]
    classifier: Classifier
    grades: Grades
    map: Map
    chatter: Chatter

    @classmethod
    def of(cls, catalog: Catalog, weights: Weights) -> "Knowledge":
        """Prepare a catalog and what training found of its categories."""
        return cls(
            catalog.city,
            catalog.channels,
            Classifier.of(catalog, weights),
            Grades.of(catalog),
            Map.of(catalog),
            Chatter.of(catalog),
        )


def understand(
    value: bytes | None, channel: str, origin: Origin, knowledge: Knowledge
) -> ClassifiedReport | Rejection:
    """Everything that can be known from the record alone."""
    report = normalize(value, origin, knowledge.classifier.family)
    if isinstance(report, Rejection):
        return report
    if report.supports and not may_be_of(knowledge.city, report.supports):
        reason = f"no incident of this city is called {report.supports}"
        return reject(origin, value or b"", code="unknown_incident", reason=reason, field="supports")
    masked_text = mask(report.text)
    masked_place = mask(report.place or "")
    # What these two find is shown to people who must not see personal data, so they see none either.
    classification = _of_its_incident(report, classify(knowledge.classifier, masked_text, report.category))
    said = said_in(knowledge.map, masked_text, masked_place)
    place, contradiction = _place(report, said, knowledge.channels[channel], knowledge.map)
    return ClassifiedReport(
        city=knowledge.city.id,
        channel=channel,
        origin=origin,
        report=report,
        digest=digest(report),
        masked_text=masked_text,
        masked_place=masked_place,
        classification=classification,
        place=place,
        grade=grade(knowledge.grades, _graded_as(classification, knowledge), report.text),
        review=tuple(_reviews(report, classification, contradiction, knowledge)),
    )


def _of_its_incident(report: Report, found: Classification) -> Classification:
    """What supports an incident is of its family; where the words speak of another, of no known category."""
    if report.supports is None:
        return found
    family = family_of(report.supports)
    if family == found.family:
        return found
    return found.model_copy(update={"category": UNKNOWN, "family": family, "confidence": 0.0})


def _graded_as(found: Classification, knowledge: Knowledge) -> str:
    """A category that is hardly believed makes nothing urgent: then only what the text tells does."""
    return found.category if found.confidence >= knowledge.city.classify.unsure_below else UNKNOWN


def _reviews(
    report: Report, found: Classification, contradiction: str | None, knowledge: Knowledge
) -> Iterator[Review]:
    """Why an operator should look at it."""
    nothing = no_report(
        knowledge.chatter,
        report.text,
        has_photo=bool(report.photos),
        has_category=bool(report.category or report.supports),
    )
    if nothing:
        yield Review(code="no_report", reason=nothing)
    elif found.confidence < knowledge.city.classify.unsure_below and report.supports is None:
        yield Review(code="unsure", reason=f"kategori baru diyakini {found.confidence:.0%}")
    if contradiction:
        yield Review(code="place_contradicted", reason=contradiction)


def _place(report: Report, said: Said | None, channel: Channel, city: Map) -> tuple[Place | None, str | None]:
    """Coordinates go before words, unless the words name a place where these cannot be: then why not."""
    if report.lat is None or report.lon is None:
        return (said.place if said else None), None
    error_m = channel.error_m if report.accuracy_m is None else report.accuracy_m
    point = at_coordinates(city, report.lat, report.lon, error_m)
    reason = contradicted(city, point, said)
    if said is None or reason is None:
        return point, None
    return covering(point, said, reason), reason
