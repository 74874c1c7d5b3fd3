"""Bursts of reports in the small city: many spots, many citizens, in little time."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from typing import Any

from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport, Place
from tests.unit.core.reports import classified

WARDS = {
    "anggrek": ("barat", -6.21, 107.00),
    "bakung": ("barat", -6.22, 107.00),
    "cempaka": ("timur", -6.21, 107.02),
}
SPOTS = 25
GRID_DEG = 0.0019
"""About 210 m."""


def spot(number: int, ward: str = "anggrek") -> Place:
    """One of the spots of a kelurahan, all far from each other."""
    kecamatan, south, west = WARDS[ward]
    row, column = divmod(number % SPOTS, 5)
    return Place(
        lat=south + 0.001 + row * GRID_DEG,
        lon=west + 0.001 + column * GRID_DEG,
        error_m=10,
        by="coordinates",
        kelurahan=ward,
        kecamatan=kecamatan,
        evidence="koordinat",
    )


def burst(
    number: int, *, every: timedelta = timedelta(minutes=2), start: timedelta = timedelta(0), **fields: Any
) -> list[ClassifiedReport]:
    """So many reports, each of another citizen and spot, from the spot `first` on.

    `fields` as of `classified`, and `ward`, `name`, `first`.
    """
    ward, name, first = fields.pop("ward", "anggrek"), fields.pop("name", "b"), fields.pop("first", 0)
    return [
        classified(
            f"{name}{n}",
            **{"reporter": f"{name}{n}", "place": spot(first + n, ward), "after": start + n * every} | fields,
        )
        for n in range(number)
    ]


def again(report: ClassifiedReport, id: str, **fields: Any) -> ClassifiedReport:
    """Another citizen, a minute later, about the same."""
    at = fields.pop("at", report.report.reported_at + timedelta(minutes=1))
    category = report.classification.category
    return classified(id, **{"reporter": id, "place": report.place, "at": at, "category": category} | fields)


MINUTES = (0, 0, 1, 2, 5, 10, 20, 30, 59, 60, 61, 150, 360, 600, 24 * 60, 64 * 365 * 24 * 60)
SHAPES = (*("anggrek",) * 6, *("bakung",) * 2, "cempaka", None)
_FIELDS: Sequence[Sequence[Any]] = (
    ("banjir", "banjir", "banjir", "selokan", "other"),
    range(9),
    SHAPES,
    MINUTES,
    (None, None, None, "x", "y"),
    (Urgency.NORMAL, Urgency.NORMAL, Urgency.EMERGENCY),
)


@cache
def _stormy(number: int, choices: tuple[int, ...]) -> ClassifiedReport:
    values = [options[at % len(options)] for options, at in zip(_FIELDS, choices, strict=True)]
    category, where, ward, minutes, reporter, urgency = values
    return classified(
        f"s{number}",
        category=category,
        place=spot(where, ward) if ward else None,
        after=timedelta(minutes=minutes),
        reporter=reporter,
        urgency=urgency,
    )


def _with_burst(
    shapes: Sequence[tuple[int, ...]], size: int, before: int, after: int
) -> list[ClassifiedReport]:
    others = [_stormy(number, shape) for number, shape in enumerate(shapes)]
    storm = burst(size, name="p", start=timedelta(minutes=after))
    return [*others[:before], *storm, *others[before:]]


stormy_streams = st.builds(
    _with_burst,
    st.lists(st.tuples(*[st.integers(0, 15)] * len(_FIELDS)), min_size=4, max_size=24),
    st.sampled_from((0, 4, 5, 6, 8, 12)),
    st.integers(0, 12),
    st.sampled_from((0, 5, 30)),
)
"""Distinct reports in no order of time, and mostly a burst among them, so that many hold an event."""
