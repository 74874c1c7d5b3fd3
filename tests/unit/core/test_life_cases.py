"""An incident's life, case by case, in the small city."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.correction import NoReport, Reclassify
from schemas.dispatch import Dispatch
from schemas.incident import Incident, State
from schemas.life import Overdue, Step
from schemas.progress import Said
from schemas.report import Photo
from tests.unit.core.corrected_city import Books, order
from tests.unit.core.reports import classified, point
from tests.unit.core.words import proof, replied, said, tick

H = timedelta(hours=1)


class Story:
    """One incident of the small city, and what is done to it, an hour apart."""

    def __init__(self, *reporters: str, category: str = "banjir", urgency: Urgency = Urgency.NORMAL) -> None:
        self.books = Books()
        self.hours = 0
        for number, reporter in enumerate(reporters):
            self.report(f"a{number}", reporter, category=category, urgency=urgency)

    def report(self, id: str, reporter: str, **about: object) -> None:
        about = {"place": point(), "after": self.hours * H} | about
        self.books.take([classified(id, reporter=reporter, **about)])  # type: ignore[arg-type]

    def says(self, agency: str, word: Said, **about: object) -> None:
        self.hours += 1
        about = {"version": self.incident.version, "after": self.hours * H} | about
        id = f"p{self.hours}"
        self.books.take([said(agency, self.incident.id, word, **{"id": id} | about)])  # type: ignore[arg-type]

    def answers(self, report: str, answer: str, *, channel: str = "sorot") -> None:
        self.hours += 1
        name = f"{channel}:{report}"
        self.books.take([replied(name, self.incident.id, answer, id=f"j{self.hours}", after=self.hours * H)])

    def passes(self, hours: float) -> None:
        self.hours += int(hours)
        self.books.take([tick(self.hours * H)])

    @property
    def incident(self) -> Incident:
        return max(self.books.incidents.values(), key=lambda one: one.reports)

    @property
    def refused(self) -> list[str]:
        return [refusal.code for refusal in self.books.lives.refusals]

    def heard(self, report: str, channel: str = "sorot") -> list[str]:
        return [kind for kind, _ in self.books.lives.heard.get(f"{channel}:{report}", [])]

    def told(self, agency: str) -> list[str]:
        return [one.kind for one in self.dispatches(agency)]

    def dispatches(self, agency: str) -> list[Dispatch]:
        return [one for one in self.books.dispatches if one.agency == agency]

    def resolve(self, *photos: Photo) -> None:
        self.says("air", Said.RESOLVED, photos=photos)


def good(story: Story, phash: str = "0f1e2d3c4b5a6978") -> Photo:
    """A proof of the next word."""
    return proof(phash=phash, after=(story.hours + 0.5) * H)


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


@pytest.mark.parametrize(
    ("photos", "found"),
    [
        ((), "tidak ada foto perbaikan"),
        ((proof(phash=None),), "tanpa sidik gambar"),
        ((proof(phash="0000000000000000"),), "hampir satu warna"),
        ((proof(after=-H),), "sebelum tugas ini diteruskan"),
        ((proof(after=9 * H),), "setelah dinyatakan selesai"),
        ((proof(north=0.01),), "dari tempat insiden"),
        ((proof(phash="0123456789abcdef"),), "sama dengan foto laporan sorot:a0"),
        ((proof(phash="0123456789ABCDEE"),), "sama dengan foto laporan sorot:a0"),
    ],
)
def test_a_fix_that_is_not_shown_is_not_proven(photos: Sequence[Photo], found: str):
    story = Story()
    story.report("a0", "x", photos=("u",), phash="0123456789abcdef")
    story.resolve(*photos)
    assert story.incident.life.step is Step.RESOLVED
    checks = story.books.lives.checks["air", "p1"]
    assert any(found in check.words and not check.passed for check in checks)
    [asked] = story.dispatches("pusat")
    assert (asked.kind, found in asked.why) == ("asked", True)
    assert story.heard("a0") == ["received", "unproven"]
    story.passes(2_000)
    assert story.incident.life.step is Step.RESOLVED


def test_one_good_photo_is_enough_and_none_is_good_twice():
    story = Story("x")
    story.resolve(proof(phash=None), good(story))
    assert story.incident.life.works[0].proven
    story.report("far", "z", place=point(3_000))
    other = next(one for one in story.books.incidents.values() if one.id != story.incident.id)
    story.books.take([said("air", other.id, Said.RESOLVED, id="q", after=2 * H, photos=(good(story),))])
    assert any("sama dengan bukti air/p1" in one.words for one in story.books.lives.checks["air", "q"])


def test_a_photo_without_its_time_may_be_sent_again_with_it():
    story = Story("x")
    untimed = good(story).model_copy(update={"taken_at": None})
    story.resolve(untimed)
    assert story.incident.life.works[0].proven is False
    story.resolve(good(story))
    assert story.incident.life.works[0].proven


def test_a_better_proof_may_follow_and_no_other_word():
    story = Story("x", "y")
    story.resolve()
    story.answers("a0", "yes")
    story.says("air", Said.ON_SITE)
    assert story.refused == ["not_now"]
    story.resolve(good(story))
    story.answers("a1", "yes")
    assert story.incident.life.step is Step.CONFIRMED


def test_operator_confirms_what_is_not_proven_and_that_is_the_end():
    story = Story("x")
    story.resolve()
    story.answers("a0", "yes")
    assert story.incident.life.step is Step.RESOLVED
    story.says("pusat", Said.CONFIRMED)
    assert story.incident.life.step is Step.CLOSED
    assert story.heard("a0")[-2:] == ["confirmed", "closed"]
    assert story.told("air")[-2:] == ["progress", "closed"]


def test_votes_are_counted_by_voices_and_the_last_answer_counts():
    story = Story("x", "y", "z", "x")
    story.resolve(good(story))
    story.answers("a0", "no")
    story.answers("a0", "yes")
    story.answers("a3", "yes")
    assert (story.incident.life.yes, story.incident.life.no) == (1, 0)
    story.answers("a1", "no")
    assert story.incident.life.step is Step.RESOLVED
    story.answers("a2", "no")
    assert story.incident.life.step is Step.REOPENED
    assert story.incident.life.reopened == 1
    assert story.incident.urgency is Urgency.HIGH
    reopened = story.dispatches("air")[-1]
    assert (reopened.kind, reopened.reopened, reopened.urgency) == ("reopened", 1, Urgency.HIGH)


def test_silence_confirms_what_is_proven_and_few_answers_decide_after_it():
    quiet, doubted = Story("x", "y", "z"), Story("x", "y", "z")
    for story in (quiet, doubted):
        story.resolve(good(story))
    doubted.answers("a0", "no")  # An hour later.
    for story, hours in ((quiet, 71), (doubted, 70)):
        story.passes(hours)
        assert story.incident.life.step is Step.RESOLVED
        story.passes(1)
    assert quiet.incident.life.step is Step.CONFIRMED
    assert doubted.incident.life.step is Step.REOPENED


def test_nobody_is_asked_before_or_after():
    story = Story("x")
    story.answers("a0", "yes")
    story.answers("a9", "yes")
    assert story.refused == ["not_asked", "unknown_report"]


def test_nobody_is_asked_of_what_was_no_report():
    story = Story("x", "y")
    story.resolve(good(story))
    story.books.take([order("c", NoReport(incident=story.incident.id))])
    story.answers("a0", "no")
    story.answers("a1", "no")
    assert story.refused == ["not_asked", "not_asked"]
    assert story.incident.state is State.CLOSED


def test_who_was_not_asked_yet_is_not_silent():
    story = Story("x")
    for _ in range(3):
        story.resolve()
        story.answers("a0", "no")
    story.resolve(good(story))
    assert story.incident.life.withheld
    story.passes(12)  # Seven in the morning.
    assert story.heard("a0")[-1] == "standing"
    story.passes(71)
    assert story.incident.life.step is Step.RESOLVED
    story.passes(1)
    assert story.incident.life.step is Step.CONFIRMED


def test_a_report_after_it_was_resolved_says_no():
    story = Story("x")
    story.resolve(good(story))
    story.hours += 1
    story.report("b", "y")
    assert story.heard("b") == ["joined"]
    assert (story.incident.life.no, story.incident.life.again) == (1, 1)
    story.answers("b", "yes")
    assert (story.incident.life.yes, story.incident.life.no) == (1, 0)


def test_who_reports_it_again_and_answers_has_one_voice_whoever_answers_next():
    story = Story("x", "y", "z")
    story.resolve(good(story))
    story.hours += 1
    story.report("b", "w")
    story.answers("b", "no")
    story.answers("a0", "yes")
    assert (story.incident.life.yes, story.incident.life.no) == (1, 1)
    story.answers("b", "yes")
    assert (story.incident.life.yes, story.incident.life.no) == (2, 0)
    story.answers("a1", "yes")
    assert story.incident.life.step is Step.CONFIRMED


def test_two_reports_after_it_was_resolved_reopen_it_at_the_next_tick():
    story = Story("x")
    story.resolve(good(story))
    story.hours += 1
    for id in ("b", "c"):
        story.report(id, id)
    story.passes(0)
    assert story.incident.life.step is Step.RESOLVED
    story.report("d", "d")
    story.passes(0)
    assert story.incident.life.step is Step.REOPENED


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


def test_who_heard_enough_that_day_hears_the_next_where_it_stands():
    story = Story("x")
    for _ in range(3):
        story.resolve()
        story.answers("a0", "no")
    heard = story.heard("a0")
    assert len(heard) == 6
    assert story.incident.life.withheld
    story.passes(12)
    assert len(story.heard("a0")) == 6
    story.passes(1)  # Seven in the morning.
    assert story.heard("a0")[-1] == "standing"
    assert not story.incident.life.withheld


def test_how_long_it_took_is_remembered_once_it_is_closed():
    story = Story("x")
    story.hours = 4
    story.resolve(good(story))
    story.answers("a0", "yes")
    story.passes(24)
    [finished] = story.books.lives.finished
    assert (finished.category, finished.agencies, finished.seconds) == ("banjir", ("air",), 5 * 3_600)
