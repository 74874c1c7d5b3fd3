from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.incident import Decision, Link
from tests.unit.core.deciding import DAY, HOUR, MINUTE, NEW, SECOND, decide
from tests.unit.core.reports import NOON, classified, incident, point


def test_the_first_report_opens() -> None:
    link = decide(classified("a", place=point()))
    assert (link.incident_id, link.decision, link.new_voice) == (NEW, Decision.OPENS, True)
    assert (link.distance_m, link.gap_s) == (None, None)
    assert link.evidence == "tidak ada insiden terbuka berkategori sama dalam 35 m dan 7 hari"


def test_a_report_nearby_joins_with_its_evidence() -> None:
    link = decide(classified("a", place=point(12.34), after=2 * HOUR), incident("i", place=point()))
    assert link == Link(
        "rawa:air:i",
        Decision.JOINS,
        True,
        12.3,
        7200.0,
        "12 m dari laporan pertama (batas 35 m), 2 jam dari laporan terakhir (batas 7 hari), kategori sama",
    )


@pytest.mark.parametrize(
    ("north_m", "decision"), [(34.99, Decision.JOINS), (-34.99, Decision.JOINS), (35.01, Decision.OPENS)]
)
def test_the_radius(north_m: float, decision: Decision) -> None:
    assert decide(classified("a", place=point(north_m)), incident("i", place=point())).decision is decision


@pytest.mark.parametrize(
    ("after", "decision"),
    [
        (7 * DAY, Decision.JOINS),
        (7 * DAY + SECOND, Decision.OPENS),
        (-7 * DAY, Decision.JOINS),  # told late: the channel gives reports out of order
        (-7 * DAY - SECOND, Decision.OPENS),
    ],
)
def test_the_window(after: timedelta, decision: Decision) -> None:
    link = decide(classified("a", place=point(), after=after), incident("i", place=point()))
    assert link.decision is decision


@pytest.mark.parametrize(
    ("after", "decision", "gap", "words"),
    [
        (-7 * DAY - SECOND, Decision.OPENS, None, "tidak ada insiden terbuka"),
        (-2 * HOUR, Decision.JOINS, 2 * HOUR, "2 jam sebelum laporan pertama (batas 7 hari)"),
        (SECOND * 0, Decision.JOINS, SECOND * 0, "di antara laporan pertama dan terakhir"),
        (2 * DAY, Decision.JOINS, SECOND * 0, "di antara laporan pertama dan terakhir"),
        (12 * DAY, Decision.JOINS, DAY, "1 hari dari laporan terakhir (batas 7 hari)"),
    ],
)
def test_the_window_lies_around_all_of_an_incidents_life(
    after: timedelta, decision: Decision, gap: timedelta | None, words: str
) -> None:
    """Its reports were said over eleven days; one that comes late may have been said on any of them."""
    long = replace(incident("i", place=point()), last_reported_at=NOON + 11 * DAY, reports=3)
    link = decide(classified("a", place=point(), after=after), long)
    assert (link.decision, link.gap_s) == (decision, None if gap is None else gap.total_seconds())
    assert words in link.evidence


@pytest.mark.parametrize(
    ("category", "decision"),
    [("banjir", Decision.JOINS), ("selokan", Decision.OPENS), ("lampu", Decision.OPENS)],
)
def test_only_the_same_category_joins(category: str, decision: Decision) -> None:
    report = classified("a", category=category, place=point())
    assert decide(report, incident("i", place=point())).decision is decision


def test_what_must_stay_alone_joins_nothing() -> None:
    link = decide(
        classified("a", category="ktp", place=point()),
        incident("i", category="ktp", place=point()),
        alone="urusan pribadi, tidak digabung",
    )
    assert (link.incident_id, link.decision) == (NEW, Decision.OPENS)
    assert link.evidence == "urusan pribadi, tidak digabung"


@pytest.mark.parametrize(("error_m", "decision"), [(100, Decision.JOINS), (100.1, Decision.OPENS)])
def test_a_vague_place_is_near_nothing_on_either_side(error_m: float, decision: Decision) -> None:
    vague = point(error_m=error_m)
    link = decide(classified("a", place=vague), incident("i", place=point()))
    assert link.decision is decision
    if decision is Decision.OPENS:
        assert link.evidence == "lokasi hanya diketahui dalam 100 m, terlalu kasar untuk dibandingkan"
    assert decide(classified("a", place=point()), incident("i", place=vague)).decision is decision


def test_without_a_place_nothing_is_joined() -> None:
    link = decide(classified("a"), incident("i", place=point()), incident("j", place=None))
    assert link.decision is Decision.OPENS
    assert link.evidence == "tanpa lokasi, tidak dapat dibandingkan"


def test_the_nearest_of_several_is_joined() -> None:
    link = decide(
        classified("a", place=point(10)),
        incident("a_far", place=point(40)),
        incident("z_near", place=point(5)),
    )
    assert link.incident_id == "rawa:air:z_near"
    assert link.evidence.endswith("; paling dekat dari 2 calon")


@pytest.mark.parametrize("prefix", ["m", "n", "o", "p"])
def test_equally_near_ones_go_by_id_whatever_the_order(prefix: str) -> None:
    """The index is a set, whose order differs from process to process."""
    known = [incident(f"{prefix}{letter}", place=point(5)) for letter in "hgfedcba"]
    for order in (known, known[::-1]):
        assert decide(classified("r", place=point()), *order).incident_id == f"rawa:air:{prefix}a"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (59 * SECOND, "59 detik"),
        (5 * MINUTE, "5 menit"),
        (3 * HOUR, "3 jam"),
        (2 * DAY, "2 hari"),
    ],
)
def test_a_span_is_told_in_its_unit(after: timedelta, words: str) -> None:
    link = decide(classified("a", place=point(), after=after), incident("i", place=point()))
    assert f", {words} dari laporan terakhir" in link.evidence
