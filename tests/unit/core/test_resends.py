"""The same citizen again: on the same matter, minutes later, not from another place."""

from datetime import timedelta

import pytest

from schemas.classified import Place
from schemas.incident import Decision
from streams.core.dedupe import dedupe, is_better
from streams.core.sighting import point_of, sighting_of
from tests.unit.core.deciding import AREAS, DAY, KINDS, MINUTE, NEW, SECOND, decide, held
from tests.unit.core.model import MODEL
from tests.unit.core.reports import NOON, classified, incident, point


@pytest.mark.parametrize(("reporter", "voice"), [("x", "sorot:x"), (None, None)])
def test_a_voice_is_channel_and_reporter(reporter: str | None, voice: str | None) -> None:
    assert classified("a", reporter=reporter).voice == voice


@pytest.mark.parametrize(
    ("after", "decision"),
    [
        (SECOND * 0, Decision.RESENDS),
        (30 * MINUTE, Decision.RESENDS),
        (-30 * MINUTE, Decision.RESENDS),
        (30 * MINUTE + SECOND, Decision.JOINS),
    ],
)
def test_the_same_voice_within_minutes_resends_and_later_joins_without_a_new_voice(
    after: timedelta, decision: Decision
) -> None:
    report = classified("a", reporter="x", place=point(20), after=after)
    link = decide(report, (incident("i", place=point()), "sorot:x"))
    assert (link.incident_id, link.decision, link.new_voice) == ("rawa:air:i", decision, False)
    assert (link.distance_m, link.gap_s) == (20.0, abs(after.total_seconds()))
    assert "pelapor yang sama" in link.evidence


@pytest.mark.parametrize(
    "voice", ["sorot:y", "callcenter:x", None], ids=["another", "another channel's", "nobody known"]
)
def test_another_voice_joins(voice: str | None) -> None:
    report = classified("a", reporter="x", place=point(), after=MINUTE)
    known = incident("i", place=point())
    link = decide(report, (known, voice) if voice else known)
    assert (link.decision, link.new_voice) == (Decision.JOINS, True)


def test_reports_without_a_reporter_are_each_a_new_voice() -> None:
    link = decide(classified("a", place=point()), incident("i", place=point()))
    assert (link.decision, link.new_voice) == (Decision.JOINS, True)


@pytest.mark.parametrize("there", [None, point()])
@pytest.mark.parametrize(
    ("words", "again"), [("jl melati 3", True), ("depan masjid", False), ("", True), ("di jalan", True)]
)
def test_who_names_another_place_without_a_point_does_not_resend(
    words: str, again: bool, there: Place | None
) -> None:
    report = classified("a", reporter="x", place_words=words, after=MINUTE)
    link = decide(report, (incident("i", place=there, address="jl melati 3"), "sorot:x"))
    assert (link.decision is Decision.RESENDS) is again


@pytest.mark.parametrize(
    ("here", "there", "decision"),
    [
        (None, None, Decision.RESENDS),
        (None, point(), Decision.RESENDS),
        (point(), None, Decision.RESENDS),
        (point(error_m=900), point(error_m=900), Decision.RESENDS),
        (point(54.9), point(), Decision.RESENDS),
        (point(55.1), point(), Decision.JOINS),
        (point(900), point(error_m=900), Decision.RESENDS),
        (point(error_m=900), point(900), Decision.RESENDS),
        (point(1050), point(error_m=900), Decision.OPENS),
    ],
)
def test_a_resend_may_lack_a_place_but_not_be_elsewhere(
    here: Place | None, there: Place | None, decision: Decision
) -> None:
    report = classified("a", reporter="x", place=here, after=MINUTE)
    assert decide(report, (incident("i", place=there), "sorot:x")).decision is decision


@pytest.mark.parametrize(
    ("here", "there", "better"),
    [
        (None, None, False),
        (None, point(error_m=900), False),
        (point(), None, True),
        (point(error_m=900), None, True),
        (point(800), point(error_m=900), True),
        (point(error_m=300), point(error_m=900), True),
        (point(error_m=900), point(error_m=900), False),
        (point(900.1), point(error_m=900), False),
        (point(error_m=1), point(), False),
        (point(error_m=1), point(error_m=100), False),
        (point(error_m=1), point(error_m=100.1), True),
    ],
)
def test_a_better_place_lies_in_a_vague_one_or_where_there_was_none(
    here: Place | None, there: Place | None, better: bool
) -> None:
    assert is_better(point_of(here), point_of(there), MODEL.bounds.vague_m) is better
    report = classified("a", reporter="x", place=here, after=MINUTE)
    link = decide(report, (incident("i", place=there), "sorot:x"))
    assert ("lokasi insiden kini yang dari laporan ini" in link.evidence) is better


def test_a_resend_speaks_of_the_same_category() -> None:
    report = classified("a", reporter="x", category="selokan", after=MINUTE)
    assert decide(report, (incident("i", place=point()), "sorot:x")).decision is not Decision.RESENDS


def test_a_resend_of_a_private_matter_is_no_second_incident() -> None:
    report = classified("a", reporter="x", category="ktp", after=MINUTE)
    link = decide(report, (incident("i", category="ktp"), "sorot:x"))
    assert (link.incident_id, link.decision) == ("rawa:layanan:i", Decision.RESENDS)


def test_a_resend_goes_before_a_nearer_join() -> None:
    report = classified("a", reporter="x", place=point(), after=MINUTE)
    link = decide(report, incident("nearer", place=point()), (incident("own", place=point(30)), "sorot:x"))
    assert (link.incident_id, link.decision) == ("rawa:air:own", Decision.RESENDS)


def test_of_several_own_incidents_the_last_spoken_of_is_meant() -> None:
    report = classified("a", reporter="x", after=20 * MINUTE)
    earlier, later = incident("a"), incident("z", after=10 * MINUTE)
    assert decide(report, (earlier, "sorot:x"), (later, "sorot:x")).incident_id == later.id


@pytest.mark.parametrize("prefix", ["m", "n", "o", "p"])
def test_of_own_incidents_spoken_of_at_the_same_moment_the_id_decides(prefix: str) -> None:
    known = [(incident(f"{prefix}{letter}"), "sorot:x") for letter in "hgfedcba"]
    report = classified("a", reporter="x", after=MINUTE)
    for order in (known, known[::-1]):
        assert decide(report, *order).incident_id == f"rawa:air:{prefix}a"


def test_a_voice_counts_by_when_it_last_spoke_not_the_incident() -> None:
    incidents = held()
    found = incident("i", place=point(), after=DAY)
    incidents.put(found, {"sorot:x": NOON, "sorot:y": NOON + DAY})
    report = classified("a", reporter="x", place=point(), after=DAY)
    link = dedupe(sighting_of(report, KINDS, AREAS), incidents.of(report.key), MODEL, opens_as=NEW)
    assert (link.decision, link.new_voice, link.gap_s) == (Decision.JOINS, False, 0.0)


@pytest.mark.parametrize(
    ("text", "decision"),
    [
        ("anak saya belum pulang dari sekolah", Decision.RESENDS),
        ("Anak saya BELUM pulang, dari sekolah!", Decision.RESENDS),
        ("ada ular besar di atap rumah", Decision.OPENS),
    ],
)
def test_of_unknown_matters_only_the_same_words_are_a_resend(text: str, decision: Decision) -> None:
    known = incident("i", category="other", summary="anak saya belum pulang dari sekolah")
    report = classified("a", reporter="x", category="other", text=text, after=MINUTE)
    assert decide(report, (known, "sorot:x")).decision is decision
