"""Generated streams of reports for the fold, the ways to cut them into batches and to repeat them."""

import math
from collections.abc import Sequence
from datetime import timedelta
from functools import cache
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport
from streams.core.grow import SUMMARY_LENGTH
from streams.core.normalize import digest
from tests.unit.core.reports import NOON, classified, point

CHANNELS = ("sorot", "callcenter")
REPORTERS = (None, None, None, "x", "y")
CATEGORIES = ("banjir", "banjir", "banjir", "selokan", "lampu", "ktp", "other")
PLACES = (
    None,
    *(
        point(north, error_m=error)
        for north in (0, 5, 20, 34, 36, 55, 70, 300)
        for error in (10, 10, 100, 150)
    ),
)
MINUTES = (0, 0, 1, 10, 29, 31, 60, 60 * 24, 60 * 24 * 6, 60 * 24 * 7, 60 * 24 * 7 + 1, 60 * 24 * 8)
TEXTS = ("banjir", "x" * (SUMMARY_LENGTH + 9))
PHOTO_SETS = ((), ("p1",), ("p2", "p3"), ("p1", "p1"))
ZONES = (ZoneInfo("UTC"), ZoneInfo("Asia/Jakarta"), ZoneInfo("America/New_York"))
FIELDS = (CHANNELS, REPORTERS, CATEGORIES, tuple(Urgency), PLACES, MINUTES, TEXTS, PHOTO_SETS, ZONES)
SHAPES = math.prod(map(len, FIELDS))


@cache
def shaped(number: int, shape: int) -> ClassifiedReport:
    """Report `number` in one of the shapes; a whole number is far quicker to draw than its nine fields."""
    choices: list[Any] = []
    for options in FIELDS:
        shape, index = divmod(shape, len(options))
        choices.append(options[index])
    channel, reporter, category, urgency, place, minutes, text, photos, zone = choices
    return classified(
        f"r{number}",
        channel=channel,
        reporter=reporter,
        category=category,
        urgency=urgency,
        place=place,
        at=(NOON + timedelta(minutes=minutes)).astimezone(zone),
        text=text,
        photos=photos,
    )


streams_of_reports = st.lists(st.integers(0, SHAPES - 1), max_size=16).map(
    lambda shapes: [shaped(*pair) for pair in enumerate(shapes)]
)
"""Distinct reports, near each other in place, time and matter, in no order of time."""


def changed(report: ClassifiedReport) -> ClassifiedReport:
    """The same id with other content."""
    said = report.report.model_copy(update={"text": "sesuatu yang lain"})
    return report.model_copy(update={"report": said, "digest": digest(said)})


def cut(reports: Sequence[ClassifiedReport], at: Sequence[int]) -> list[Sequence[ClassifiedReport]]:
    """Batches that end at these positions; some are empty."""
    edges = [0, *sorted(min(edge, len(reports)) for edge in at), len(reports)]
    return [reports[start:end] for start, end in pairwise(edges)]


def interleave(
    reports: Sequence[ClassifiedReport], again: Sequence[tuple[int, int]], *, other: bool = False
) -> list[ClassifiedReport]:
    """Some reports a second time, anywhere after the first; `again` pairs which with how much later."""
    merged = list(reports)
    for which, later in again:
        if reports:
            report = reports[which % len(reports)]
            first = next(at for at, one in enumerate(merged) if one.report_key == report.report_key)
            merged.insert(min(first + 1 + later, len(merged)), changed(report) if other else report)
    return merged


cuts = st.lists(st.integers(0, 16), max_size=6)
repeats = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 14)), max_size=5)
