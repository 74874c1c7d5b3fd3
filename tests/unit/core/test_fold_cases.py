"""What the fold makes of certain reports."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import Route, Urgency
from schemas.incident import Decision, State
from schemas.report import Report
from streams.core.fold import fold
from streams.core.grow import PHOTOS, SUMMARY_LENGTH
from streams.core.rules import Rules
from tests.unit.core.city import CATALOG, RULES, run
from tests.unit.core.generated import changed
from tests.unit.core.model import MODEL
from tests.unit.core.reports import classified, point


def test_a_higher_urgency_adds_an_agency_which_hears_of_it_as_opened() -> None:
    calm = classified("a", place=point())
    grave = classified("b", place=point(), urgency=Urgency.EMERGENCY)
    calm_again = classified("c", place=point())
    kept = run([[calm, grave, calm_again]])
    assert [(d.version, d.agency, d.kind) for d in kept.dispatches] == [
        (1, "air", "opened"),
        (2, "air", "joined"),
        (2, "sar", "opened"),
        (3, "air", "joined"),
        (3, "sar", "joined"),
    ]
    [incident] = kept.incidents.values()
    assert incident.urgency is Urgency.EMERGENCY


def test_an_agency_that_was_told_goes_on_hearing_when_the_catalog_names_another() -> None:
    first = run([[classified("a", place=point())]])
    banjir = CATALOG.categories["banjir"]
    moved = banjir.model_copy(update={"routes": (Route(agency="layanan", reason="aturan lain"),)})
    rules = Rules.of(
        CATALOG.model_copy(update={"categories": {**CATALOG.categories, "banjir": moved}}), MODEL
    )
    folded = fold([classified("b", place=point())], first.open_incidents(), {}, rules)
    assert [(d.agency, d.kind, d.route.reason) for d in folded.dispatches] == [
        ("air", "joined", "air selalu"),
        ("layanan", "opened", "aturan lain"),
    ]


@pytest.mark.parametrize("reload", [False, True])
def test_a_place_that_comes_with_a_resend_becomes_the_incidents(reload: bool) -> None:
    """A citizen speaks without a place, then with one; a neighbour joins there and opens no twin."""
    said = [
        classified("a", reporter="x", place_words="dekat pos ronda"),
        classified("b", reporter="x", place=point(error_m=900), after=timedelta(minutes=3)),
        classified("c", reporter="x", place=point(400), after=timedelta(minutes=5)),
        classified("d", reporter="y", place=point(410), after=timedelta(minutes=9)),
    ]
    kept = run([[report] for report in said], reload=reload)
    assert [one.link.decision for one in kept.recorded] == [
        Decision.OPENS,
        Decision.RESENDS,
        Decision.RESENDS,
        Decision.JOINS,
    ]
    assert [(d.version, d.kind, d.place.error_m) for d in kept.dispatches] == [
        (1, "opened", None),
        (2, "changed", 900),
        (3, "changed", 10),
        (4, "joined", 10),
    ]
    assert kept.dispatches[0].place.words == "dekat pos ronda"
    assert {d.place.words for d in kept.dispatches[1:]} == {"dekat pos ronda, Anggrek, Kec. Rawa Barat"}
    [incident] = kept.incidents.values()
    assert (incident.place, incident.voices) == (point(400), 2)


def test_words_that_come_with_a_better_place_go_before_the_earlier_ones() -> None:
    said = [
        classified("a", reporter="x", place_words="dekat pos ronda"),
        classified("b", reporter="x", place_words="Jl. Melati 3", place=point(), after=timedelta(minutes=3)),
    ]
    [incident] = run([said]).incidents.values()
    assert incident.place_words == "Jl. Melati 3, Anggrek, Kec. Rawa Barat"


@pytest.mark.parametrize("reload", [False, True])
def test_resends_may_follow_each_other_for_longer_than_one_may_lie_back(reload: bool) -> None:
    minutes = (0, 25, 50, 75, 110)
    batches = [[classified(f"r{m}", reporter="x", after=timedelta(minutes=m))] for m in minutes]
    decisions = [one.link.decision for one in run(batches, reload=reload).recorded]
    assert decisions == [Decision.OPENS, *[Decision.RESENDS] * 3, Decision.JOINS]


def test_what_is_not_known_to_be_the_same_matter_is_no_resend() -> None:
    """A greeting, and ten minutes later something grave that no word of the catalog places."""
    greeting = classified("a", reporter="x", category="other", text="halo min")
    at = timedelta(minutes=10)
    grave = classified("b", reporter="x", category="other", text="adik belum pulang", after=at)
    kept = run([[greeting, grave]])
    assert [one.link.decision for one in kept.recorded] == [Decision.OPENS, Decision.OPENS]
    assert len(kept.incidents) == 2


def test_an_incident_stays_with_the_agency_of_the_day_it_opened() -> None:
    before = classified("a", category="lampu", place=point(), after=timedelta(days=-329))  # 30 December 2025
    after = classified("b", category="lampu", place=point(), after=timedelta(days=-325))
    kept = run([[before, after]])
    assert [(d.agency, d.kind) for d in kept.dispatches] == [
        ("lampu_lama", "opened"),
        ("lampu_lama", "joined"),
    ]


def test_summary_and_photos_are_bounded() -> None:
    reports = [
        classified(f"r{n}", place=point(), text="x" * 400, photos=tuple(f"p{n}-{m}" for m in range(4)))
        for n in range(4)
    ]
    [incident] = run([reports]).incidents.values()
    assert incident.summary == "x" * SUMMARY_LENGTH
    assert incident.photos == tuple(f"p{n}-{m}" for n in range(3) for m in range(4))[:PHOTOS]


def test_an_incident_that_began_without_words_takes_the_first_that_come() -> None:
    reports = [classified(f"r{n}", place=point(), text=text) for n, text in enumerate([".", "satu", "dua"])]
    silent = reports[0].model_copy(update={"masked_text": ""})
    [incident] = run([[silent, *reports[1:]]]).incidents.values()
    assert incident.summary == "satu"


def test_the_same_id_in_two_channels_is_two_reports() -> None:
    kept = run([[classified("a", place=point()), classified("a", place=point(), channel="callcenter")]])
    assert (len(kept.recorded), kept.redelivered, kept.rejections) == (2, [], [])


def test_a_closed_incident_takes_no_more_reports() -> None:
    first = run([[classified("a", reporter="x", place=point())]])
    [opened] = first.incidents.values()
    incidents = first.open_incidents()
    incidents.put(replace(opened, state=State.CLOSED), {})
    again = classified("b", reporter="x", place=point(), after=timedelta(minutes=1))
    folded = fold([again], incidents, {}, RULES)
    assert [one.link.decision for one in folded.recorded] == [Decision.OPENS]
    assert opened.id not in folded.incidents


def test_the_refused_record_lies_where_its_channel_put_it() -> None:
    one = classified("a")
    kept = run([[one], [changed(one)]])
    [rejection] = kept.rejections
    assert rejection.id == str(one.origin)
    assert Report.model_validate_json(rejection.original).text == "sesuatu yang lain"
    assert "'a'" in rejection.reason
