"""An incident's life, case by case, in the small city."""

import pytest

from schemas.catalog.models import Urgency
from schemas.correction import Reclassify
from schemas.incident import State
from schemas.life import Overdue, Step
from schemas.progress import Said
from tests.unit.core.corrected_city import order
from tests.unit.core.story import H, Story, good
from tests.unit.core.words import said


def test_from_dispatch_to_the_end():
    story = Story("x", "y")
    story.says("air", Said.ACCEPTED)
    story.says("air", Said.ON_SITE)
    story.resolve(good(story))
    story.answers("a0", "yes")
    story.answers("a1", "yes")
    assert story.incident.life.step is Step.CONFIRMED
    story.passes(25)
    assert (story.incident.life.step, story.incident.state) == (Step.CLOSED, State.CLOSED)
    assert story.incident.due_at is None
    life = ["accepted", "on_site", "resolved", "confirmed", "closed"]
    assert story.heard("a0") == ["received", *life]
    assert story.heard("a1") == ["joined", *life]
    assert story.told("air") == ["opened", "joined", *["progress"] * 4, "closed"]


def test_who_joins_later_hears_where_it_stands():
    story = Story("x")
    story.says("air", Said.ACCEPTED)
    story.says("air", Said.ON_SITE)
    story.report("b", "y")
    [(kind, message)] = story.books.lives.heard["sorot:b"]
    assert kind == "joined"
    assert "Dinas Air di lokasi sejak pukul 14.00" in message


@pytest.mark.parametrize(
    ("agency", "word", "about", "code"),
    [
        ("layanan", Said.ACCEPTED, {}, "not_yours"),
        ("air", Said.ACCEPTED, {"version": 99}, "unknown_version"),
        ("air", Said.CONFIRMED, {}, "not_yours"),
        ("pusat", Said.CONFIRMED, {}, "not_now"),
        ("pusat", Said.ACCEPTED, {}, "not_yours"),
        ("air", Said.REFUSED, {"other": "air"}, "nothing_to_do"),
        ("mitra_satu", Said.ACCEPTED, {}, "not_yours"),
    ],
)
def test_what_cannot_be_said(agency: str, word: Said, about: dict[str, object], code: str):
    story = Story("x")
    before = story.incident
    story.says(agency, word, **about)
    assert story.refused == [code]
    assert story.incident == before


def test_unknown_incident_and_the_order_of_steps():
    story = Story("x")
    story.books.take([said("air", "rawa:air:none", Said.ACCEPTED, id="q")])
    story.says("air", Said.RESOLVED)
    story.says("air", Said.ON_SITE)
    assert story.refused == ["unknown_incident", "not_now"]


def test_an_old_version_is_refused_once_it_came_back():
    story = Story("x")
    version = story.incident.version
    story.resolve(good(story))
    story.answers("a0", "no")
    assert story.incident.life.step is Step.REOPENED
    story.says("air", Said.ACCEPTED, version=version)
    assert story.refused == ["stale"]
    story.says("air", Said.ACCEPTED)
    assert story.incident.life.step is Step.ACCEPTED


def test_the_same_message_again_is_nothing_and_another_under_its_id_is_refused():
    story = Story("x")
    story.says("air", Said.ACCEPTED, id="p")
    before = story.incident
    story.says("air", Said.ACCEPTED, id="p", version=1, after=H)
    assert (story.refused, story.incident) == ([], before)
    story.says("air", Said.ON_SITE, id="p")
    assert (story.refused, story.incident) == (["id_reused"], before)


def test_a_refusal_routes_on_and_the_second_goes_to_the_operator():
    story = Story("x")
    story.says("air", Said.REFUSED, other="sar", why="perlu perahu")
    assert [one.agency for one in story.incident.routed] == ["sar"]
    assert story.told("air")[-1] == "closed"
    assert story.told("sar") == ["opened"]
    assert story.heard("a0")[-1] == "forwarded"
    story.says("sar", Said.REFUSED, other="layanan")
    assert [one.agency for one in story.incident.routed] == ["pusat"]
    assert story.incident.life.refusals == ("air", "sar")
    story.report("b", "y", urgency=Urgency.EMERGENCY)
    assert [one.agency for one in story.incident.routed] == ["pusat"]


@pytest.mark.parametrize("other", [None, "lampu_lama"])
def test_a_refusal_that_names_nobody_or_who_had_it_goes_to_the_operator(other: str | None):
    story = Story("x")
    story.says("air", Said.REFUSED, other=other)
    known = "pusat" if other is None else other
    assert [one.agency for one in story.incident.routed] == [known]
    if other:
        story.says(other, Said.REFUSED, other="air")
        assert [one.agency for one in story.incident.routed] == ["pusat"]


def test_who_refused_one_matter_may_be_asked_for_another():
    story = Story("x")
    story.says("air", Said.REFUSED)
    assert [one.agency for one in story.incident.routed] == ["pusat"]
    story.books.take([order("c1", Reclassify(incident=story.incident.id, category="selokan"))])
    assert [one.agency for one in story.incident.routed] == ["air"]
    story.says("air", Said.ACCEPTED)
    assert story.incident.life.step is Step.ACCEPTED


def test_one_of_two_refuses_and_the_other_goes_on():
    story = Story("x", urgency=Urgency.EMERGENCY)
    story.says("air", Said.ACCEPTED)
    story.says("sar", Said.REFUSED, other="air")
    assert [one.agency for one in story.incident.routed] == ["air"]
    assert story.incident.life.step is Step.ACCEPTED


def test_two_agencies_resolve_it_together():
    story = Story("x", urgency=Urgency.EMERGENCY)
    story.resolve(good(story))
    assert story.incident.life.step is Step.ON_SITE
    story.says("sar", Said.CANNOT, why="tidak perlu perahu lagi")
    assert story.incident.life.step is Step.RESOLVED
    assert "Dinas Air selesai" in story.books.lives.heard["sorot:a0"][-1][1]


def test_what_cannot_be_done_is_closed_with_the_reason_and_the_operator_may_reopen_it():
    story = Story("x")
    story.says("air", Said.CANNOT, why="lahan pribadi")
    assert (story.incident.life.step, story.incident.state) == (Step.CANNOT, State.CLOSED)
    assert story.told("pusat") == ["asked"]
    assert "lahan pribadi" in story.books.lives.heard["sorot:a0"][-1][1]
    story.says("pusat", Said.REOPENED, why="lahan kota")
    assert (story.incident.life.step, story.incident.state) == (Step.REOPENED, State.OPEN)
    assert story.incident.urgency is Urgency.HIGH


def test_overdue_is_told_to_the_agency_then_to_the_operator_once():
    story = Story("x", urgency=Urgency.EMERGENCY)
    story.passes(1)
    assert story.told("air") == ["opened", "overdue", "changed", "changed", "changed"]
    assert [one.overdue for one in story.dispatches("pusat")] == [Overdue.ACCEPT, Overdue.ACCEPT]
    assert story.told("pusat") == ["overdue", "overdue"]
    story.passes(0)
    assert len(story.told("air")) == 5
    story.says("air", Said.ACCEPTED)
    story.passes(5)
    assert story.dispatches("pusat")[-1].overdue is Overdue.RESOLVE


def test_promises_count_in_working_hours():
    story = Story("x")  # Tuesday noon; eight hours are over on Wednesday at noon.
    [standing] = story.dispatches("air")[0].works
    assert standing.accept_by is not None
    assert (standing.accept_by - story.incident.opened_at) == 24 * H
    story.passes(23)
    assert story.told("air") == ["opened"]
    story.passes(1)
    assert story.told("air") == ["opened", "overdue"]


def test_how_long_it_took_is_remembered_once_it_is_closed():
    story = Story("x")
    story.hours = 4
    story.resolve(good(story))
    story.answers("a0", "yes")
    story.passes(24)
    [finished] = story.books.lives.finished
    assert (finished.category, finished.agencies, finished.seconds) == ("banjir", ("air",), 5 * 3_600)
