"""What everybody may know of an agency: what it takes care of, plans, and how fast it is. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from schemas.catalog.models import UNKNOWN, Agency, AgencyKind, Catalog, Category, Urgency
from schemas.catalog.planned import PlannedWork
from streams.board.agency_page.words import hours_words, say, share_words, working_words
from streams.board.citizens.naming import category_name
from streams.core.life.promises import promise_of
from streams.core.moments import day_words
from streams.council.figures import Row
from streams.http.language import Language


@dataclass(frozen=True, slots=True)
class Planned:
    """A work that is ahead or under way, in words."""

    name: str
    when: str
    where: str
    now: bool


@dataclass(frozen=True, slots=True)
class Matter:
    """What the agency takes care of, and what is promised for it as it usually is."""

    name: str
    accept: str
    resolve: str


@dataclass(frozen=True, slots=True)
class Speed:
    """One step: how long it takes half and nine of ten, and how many promises were kept."""

    step: str
    median: str
    p90: str
    kept: str


def public_agency(catalog: Catalog, id: str) -> Agency | None:
    """Those that have a page: who is routed to."""
    found = catalog.agencies.get(id)
    return found if found and found.kind is AgencyKind.AGENCY else None


def planned_of(agency: Agency, catalog: Catalog, today: date, language: Language) -> Sequence[Planned]:
    """What is not over, the first to begin first."""
    ahead = sorted(
        (work for work in agency.planned if work.ends >= today), key=lambda one: (one.begins, one.ends)
    )
    return [
        Planned(
            name=(work.english if language == "en" else None) or work.name,
            when=say(
                language,
                "when_works",
                begins=_day(work.begins, language),
                ends=_day(work.ends, language),
            ),
            where=_where(work, catalog, language),
            now=work.begins <= today,
        )
        for work in ahead
    ]


def matters_of(agency: Agency, catalog: Catalog, today: date, language: Language) -> Sequence[Matter]:
    """By name."""
    found = [one for one in catalog.categories.values() if one.id != UNKNOWN and _does(agency, one, today)]
    return sorted(
        (_matter(one, catalog, language) for one in found),
        key=lambda one: one.name,
    )


def speeds_of(row: Row, language: Language) -> Sequence[Speed]:
    """How fast it answered, and how fast it was done."""
    return [
        Speed(
            say(language, "answered"),
            hours_words(row.answer_median_h, language),
            hours_words(row.answer_p90_h, language),
            share_words(row.accept_kept, language),
        ),
        Speed(
            say(language, "resolved"),
            hours_words(row.resolve_median_h, language),
            hours_words(row.resolve_p90_h, language),
            share_words(row.resolve_kept, language),
        ),
    ]


def _does(agency: Agency, category: Category, today: date) -> bool:
    return any(
        route.agency == agency.id and route.holds(today, Urgency.EMERGENCY) for route in category.routes
    )


def _matter(category: Category, catalog: Catalog, language: Language) -> Matter:
    promise = promise_of(category.id, category.urgency, catalog)

    def within(hours: float) -> str:
        told = hours_words if promise.around_the_clock else working_words
        return told(hours, language)

    name = category_name(catalog, category.id, language)
    return Matter(name, within(promise.accept_h), within(promise.resolve_h))


def _where(work: PlannedWork, catalog: Catalog, language: Language) -> str:
    areas = [
        (catalog.kecamatan.get(id) or catalog.kelurahan[id]).name for id in work.areas
    ]  # As offers: an id of both means the kecamatan.
    return ", ".join(filter(None, (work.where, *areas))) or say(language, "whole_city")


def _day(day: date, language: Language) -> str:
    return day_words(day) if language == "id" else f"{day:%-d %B %Y}"
