"""What an agency leaves to partners, case by case, in the small city."""

from schemas.incident import State
from schemas.life import Step
from schemas.progress import Said
from tests.unit.core.story import Story, good
from tests.unit.core.words import said


def test_partners_are_offered_it_and_the_first_that_accepts_does_it():
    story = Story("x")
    story.says("air", Said.ACCEPTED)
    story.says("air", Said.RELEASED)
    assert story.told("mitra_satu") == story.told("mitra_dua") == ["offered"]
    story.says("mitra_dua", Said.ACCEPTED)
    assert story.told("mitra_satu")[-1] == "withdrawn"
    story.says("mitra_satu", Said.ACCEPTED)
    assert story.refused == ["not_yours"]
    story.says("mitra_dua", Said.ON_SITE)
    story.says("mitra_dua", Said.RESOLVED, photos=(good(story),))
    assert story.incident.life.step is Step.RESOLVED
    [work] = story.incident.life.works
    assert (work.agency, work.partner) == ("air", "mitra_dua")
    assert "Mitra_Dua" in story.books.lives.heard["sorot:a0"][-1][1]


def test_a_partner_gives_it_back_and_the_agency_takes_it_back():
    story = Story("x")
    story.says("air", Said.RELEASED)
    story.says("mitra_satu", Said.ACCEPTED)
    story.says("mitra_satu", Said.REFUSED)
    assert story.incident.life.step is Step.DISPATCHED
    story.says("air", Said.RELEASED)
    story.says("mitra_satu", Said.REFUSED)
    assert story.incident.life.works[0].offered == ("mitra_dua",)
    story.says("air", Said.ACCEPTED)
    assert story.incident.life.works[0].offered == ()
    assert story.told("mitra_dua")[-1] == "withdrawn"


def test_a_partner_cannot_give_up_in_the_name_of_its_agency():
    story = Story("x")
    story.says("air", Said.RELEASED)
    story.says("mitra_satu", Said.ACCEPTED)
    story.says("mitra_satu", Said.CANNOT)
    assert story.refused == ["not_now"]
    assert (story.incident.state, story.incident.life.step) == (State.OPEN, Step.ACCEPTED)


def test_nobody_offers_what_no_partner_does():
    story = Story("x", category="lampu")
    story.books.take([said("lampu_baru", story.incident.id, Said.RELEASED)])
    assert story.refused == ["no_partner"]
