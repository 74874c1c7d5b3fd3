from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.incident import Decision, State
from tests.unit.core.deciding import DAY, HOUR, MINUTE, NEW, SECOND, decide
from tests.unit.core.model import MODEL
from tests.unit.core.reports import NOON, classified, incident, point


def test_the_first_report_opens() -> None:
    link = decide(classified("a", place=point()))
    assert (link.incident_id, link.decision, link.new_voice) == (NEW, Decision.OPENS, True)
    assert (link.distance_m, link.gap_s, link.score, link.terms, link.rival) == (None, None, None, (), None)
    assert link.evidence == "tidak ada insiden terbuka yang sebanding dalam 300 m"


@pytest.mark.parametrize(("north_m", "after"), [(200, DAY), (0, 100 * DAY)])
def test_what_is_near_and_out_of_bounds_is_not_called_nothing(north_m: float, after: timedelta) -> None:
    near = replace(incident("i", place=point(north_m)), last_reported_at=NOON + after)
    link = decide(classified("a", place=point(), after=after), near)
    assert link.decision is Decision.OPENS
    assert link.evidence == (
        "1 insiden sekategori dalam 300 m tidak menerima laporan ini: "
        "terlalu jauh dari laporan pertamanya, terlalu lama, atau sudah ditutup"
    )


def test_a_report_nearby_joins_with_its_evidence() -> None:
    link = decide(classified("a", place=point(12.34), after=2 * HOUR), incident("i", place=point()))
    assert (link.incident_id, link.decision, link.new_voice) == ("rawa:air:i", Decision.JOINS, True)
    assert (link.distance_m, link.gap_s, link.rival) == (12.3, 7200.0, None)
    assert [(term.name, term.words) for term in link.terms] == [
        ("kategori", "kategori sama"),
        ("awal", "sebelum ada bukti"),
        ("teks", "kemiripan teks 100%"),
        ("jarak", "12 m dari laporan lain"),
        ("waktu", "2 jam dari laporan terakhir"),
    ]
    assert link.score == pytest.approx(sum(term.weight for term in link.terms), abs=0.03)
    assert link.evidence.startswith("kategori sama +1.4, sebelum ada bukti -1.4, kemiripan teks 100% +0.7")
    assert link.evidence.endswith(f"jumlah {link.score:+.2f} (batas -0.75)")


@pytest.mark.parametrize(
    ("north_m", "decision"),
    [(5, Decision.JOINS), (15, Decision.JOINS), (60, Decision.ASKS), (140, Decision.OPENS)],
)
def test_what_is_farther_away_is_asked_about_then_told_apart(north_m: float, decision: Decision) -> None:
    for side in (north_m, -north_m):
        report = classified("a", place=point(side))
        assert decide(report, incident("i", place=point(), summary="")).decision is decision


@pytest.mark.parametrize("after", [40 * DAY, -40 * DAY])
def test_what_was_said_too_long_after_or_before_is_another_incident(after: timedelta) -> None:
    found = incident("i", place=point())
    assert decide(classified("a", place=point(), after=after / 40), found).decision is Decision.JOINS
    assert decide(classified("a", place=point(), after=after), found).decision is Decision.OPENS


@pytest.mark.parametrize(
    ("after", "gap", "words"),
    [
        (-2 * HOUR, 2 * HOUR, "2 jam sebelum laporan pertama"),
        (SECOND * 0, SECOND * 0, "di antara laporan pertama dan terakhir"),
        (2 * DAY, SECOND * 0, "di antara laporan pertama dan terakhir"),
        (12 * DAY, DAY, "1 hari dari laporan terakhir"),
    ],
)
def test_time_counts_from_all_of_an_incidents_life(after: timedelta, gap: timedelta, words: str) -> None:
    """Its reports were said over eleven days; one that comes late may have been said on any of them."""
    long = replace(incident("i", place=point()), last_reported_at=NOON + 11 * DAY, reports=3)
    link = decide(classified("a", place=point(), after=after), long)
    assert (link.decision, link.gap_s) == (Decision.JOINS, gap.total_seconds())
    assert words in link.evidence or not gap


def test_another_category_of_the_family_counts_against_it_and_may_be_outweighed() -> None:
    report = classified("a", category="selokan", place=point(20), text="air")
    near = incident("i", place=point())
    assert decide(report, near).decision is Decision.ASKS
    same = decide(report.model_copy(update={"masked_text": "banjir"}), near)
    assert (same.decision, same.terms[-1].words) == (Decision.ASKS, "kategori lain")


def test_a_household_joins_nobody_else() -> None:
    link = decide(
        classified("a", category="ktp", place=point()), incident("i", category="ktp", place=point())
    )
    assert (link.incident_id, link.decision) == (NEW, Decision.OPENS)
    assert link.evidence == "urusan pribadi, tidak digabung"


def test_what_is_not_understood_joins_nothing() -> None:
    link = decide(
        classified("a", category="other", place=point()), incident("i", category="other", place=point())
    )
    assert (link.decision, link.evidence) == (Decision.OPENS, "perihalnya belum diketahui, tidak digabung")


def test_one_that_asks_opens_its_own_and_names_the_other() -> None:
    link = decide(classified("a", place=point(60), text="air", after=HOUR), incident("i", place=point()))
    assert (link.incident_id, link.decision, link.new_voice) == (NEW, Decision.ASKS, True)
    assert link.rival is not None
    assert (link.rival.incident_id, link.rival.score) == ("rawa:air:i", link.score)
    assert (link.distance_m, link.gap_s) == (60.0, 3600.0)
    assert link.evidence.startswith("mungkin sama dengan rawa:air:i: ")


def test_one_that_opens_tells_what_came_nearest() -> None:
    link = decide(classified("a", place=point(110), text="air"), incident("i", place=point()))
    assert (link.decision, link.distance_m) == (Decision.OPENS, None)
    assert link.rival is not None
    assert link.evidence.startswith("yang paling mirip, rawa:air:i, tidak cukup mirip: ")


def test_the_nearest_of_several_is_joined_and_the_next_is_named() -> None:
    link = decide(
        classified("a", place=point(10)),
        incident("a_far", place=point(40)),
        incident("z_near", place=point(5)),
    )
    assert link.incident_id == "rawa:air:z_near"
    assert link.rival is not None
    assert link.rival.incident_id == "rawa:air:a_far"
    assert link.score is not None
    assert link.rival.score < link.score


@pytest.mark.parametrize("prefix", ["m", "n", "o", "p"])
def test_equally_near_ones_go_by_id_whatever_the_order(prefix: str) -> None:
    known = [incident(f"{prefix}{letter}", place=point(5)) for letter in "hgfedcba"]
    for order in (known, known[::-1]):
        assert decide(classified("r", place=point()), *order).incident_id == f"rawa:air:{prefix}a"


def test_a_closed_incident_takes_nothing_in() -> None:
    closed = incident("i", place=point(), state=State.CLOSED)
    assert decide(classified("a", place=point()), closed).decision is Decision.OPENS
    assert (
        decide(classified("a", reporter="x", place=point()), (closed, "sorot:x")).decision is Decision.OPENS
    )


def test_the_thresholds_themselves_belong_to_what_is_above_them() -> None:
    report, found = classified("a", place=point(20), after=MINUTE), incident("i", place=point())
    exact = replace(MODEL, bias=0.0, weights=())
    assert decide(report, found, model=replace(exact, join_from=0.0)).decision is Decision.JOINS
    assert decide(report, found, model=replace(exact, join_from=0.1, ask_from=0.0)).decision is Decision.ASKS
    assert decide(report, found, model=replace(exact, join_from=0.1, ask_from=0.1)).decision is Decision.OPENS


@pytest.mark.parametrize(
    ("after", "words"),
    [(59 * SECOND, "59 detik"), (5 * MINUTE, "5 menit"), (3 * HOUR, "3 jam"), (2 * DAY, "2 hari")],
)
def test_a_span_is_told_in_its_unit(after: timedelta, words: str) -> None:
    link = decide(classified("a", place=point(), after=after), incident("i", place=point()))
    # A gap that weighs next to nothing is no reason, and not told.
    told = [term.words for term in link.terms if term.name == "waktu"]
    assert told in ([f"{words} dari laporan terakhir"], [])
    assert told or after < HOUR


def test_what_another_agency_must_act_on_asks_and_never_joins() -> None:
    """A flood may need rescuers, who hear nothing of drains; those of the drains hear of the flood."""
    drain = incident("drain", category="selokan", place=point())
    flood = incident("flood", place=point())
    lenient = replace(MODEL, join_from=-9.0, ask_from=-9.0)
    asked = decide(classified("a", place=point()), drain, model=lenient)
    assert (asked.decision, asked.rival and asked.rival.incident_id) == (Decision.ASKS, drain.id)
    assert asked.evidence.endswith("; dinas yang harus bertindak lain")
    joined = decide(classified("a", category="selokan", place=point()), flood, model=lenient)
    assert (joined.decision, joined.incident_id) == (Decision.JOINS, flood.id)


def test_it_joins_the_best_of_those_that_it_may_join() -> None:
    drain, flood = incident("drain", category="selokan", place=point()), incident("flood", place=point(60))
    lenient = replace(
        MODEL, join_from=-9.0, weights=tuple(w for w in MODEL.weights if "cat" not in w.feature)
    )
    link = decide(classified("a", place=point()), drain, flood, model=lenient)
    assert (link.decision, link.incident_id) == (Decision.JOINS, flood.id)
    assert link.rival
    assert link.rival.incident_id == drain.id
