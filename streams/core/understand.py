"""Records of a channel through the stages of `triage`: bytes -> ClassifiedReport | Rejection for each."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from schemas.catalog.models import UNKNOWN, Catalog, Channel, City
from schemas.classified import Classification, ClassifiedReport, Grade, Place, Review
from schemas.incident import family_of
from schemas.rejection import Origin, Rejection, reject
from schemas.report import Report
from streams.core.classify import Classifier, classify_all
from streams.core.classify.weights import Weights
from streams.core.grade import Grades, grade
from streams.core.ids import may_be_of
from streams.core.locate import Map, Said, at_coordinates, contradicted, covering, said_in_all
from streams.core.mask import mask
from streams.core.no_report import Chatter, no_report
from streams.core.normalize import digest, normalize


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
    [found] = understand_all([(value, origin)], channel, knowledge)
    return found


def understand_all(
    records: Iterable[tuple[bytes | None, Origin]], channel: str, knowledge: Knowledge
) -> list[ClassifiedReport | Rejection]:
    """The same of several records, of which none changes what is known of another.

    Stage by stage: what one works with stays in the caches of the processor, which is half of the time.
    """
    results = [_read(value, origin, knowledge) for value, origin in records]
    read = [(result, origin) for result, origin in results if isinstance(result, Report)]
    understood = iter(_understood(read, channel, knowledge))
    return [next(understood) if isinstance(result, Report) else result for result, _ in results]


def _read(value: bytes | None, origin: Origin, knowledge: Knowledge) -> tuple[Report | Rejection, Origin]:
    report = normalize(value, origin, knowledge.classifier.family)
    if isinstance(report, Report) and report.supports and not may_be_of(knowledge.city, report.supports):
        reason = f"no incident of this city is called {report.supports}"
        rejection = reject(origin, value or b"", code="unknown_incident", reason=reason, field="supports")
        return rejection, origin
    return report, origin


def _understood(
    read: Sequence[tuple[Report, Origin]], channel: str, knowledge: Knowledge
) -> Iterator[ClassifiedReport]:
    reports = [report for report, _ in read]
    digests = [digest(report) for report in reports]
    texts = [mask(report.text) for report in reports]
    places = [mask(report.place or "") for report in reports]
    # What these two find is shown to people who must not see personal data, so they see none either.
    found = _classified(reports, texts, knowledge)
    said = said_in_all(knowledge.map, list(zip(texts, places, strict=True)))
    where = [
        _place(*both, knowledge.channels[channel], knowledge.map) for both in zip(reports, said, strict=True)
    ]
    grades = [_grade(*both, knowledge) for both in zip(reports, found, strict=True)]
    reviews = [
        tuple(_reviews(report, classification, contradiction, knowledge))
        for report, classification, (_, contradiction) in zip(reports, found, where, strict=True)
    ]
    for n, (report, origin) in enumerate(read):
        yield ClassifiedReport(
            city=knowledge.city.id,
            channel=channel,
            origin=origin,
            report=report,
            digest=digests[n],
            masked_text=texts[n],
            masked_place=places[n],
            classification=found[n],
            place=where[n][0],
            grade=grades[n],
            review=reviews[n],
        )


def _classified(
    reports: Sequence[Report], texts: Sequence[str], knowledge: Knowledge
) -> list[Classification]:
    given = [(text, report.category) for report, text in zip(reports, texts, strict=True)]
    return list(map(_of_its_incident, reports, classify_all(knowledge.classifier, given)))


def _of_its_incident(report: Report, found: Classification) -> Classification:
    """What supports an incident is of its family; where the words speak of another, of no known category."""
    if report.supports is None:
        return found
    family = family_of(report.supports)
    if family == found.family:
        return found
    return found.model_copy(update={"category": UNKNOWN, "family": family, "confidence": 0.0})


def _grade(report: Report, found: Classification, knowledge: Knowledge) -> Grade:
    """A category that is hardly believed makes nothing urgent: then only what the text tells does."""
    believed = found.confidence >= knowledge.city.classify.unsure_below
    return grade(knowledge.grades, found.category if believed else UNKNOWN, report.text)


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
