"""What agencies, partners and the operator say: the next version, and what is told of it."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from schemas.heard import Alike, ProgressScene
from schemas.incident import Incident
from schemas.life import Life, Step, Work
from schemas.progress import Said
from streams.core.life.advance import Lived
from streams.core.life.progress import progressed
from tests.unit.core.reports import NOON, point
from tests.unit.core.told import LATER, SMALL, alone, changed, heard, incident, living, work
from tests.unit.core.words import proof, said

H = timedelta(hours=1)
THEN = LATER + H
HANDED = replace(incident("air", "sar"), version=4)
GONE = living(Step.ACCEPTED, work("air", Step.ACCEPTED))


def says(
    there: Incident, word: Said, agency: str = "air", alike: tuple[Alike, ...] = (), **about: object
) -> Lived:
    about = {"version": there.version, "after": 3 * H} | about
    spoken = said(agency, there.id, word, **about)  # type: ignore[arg-type]
    return progressed(spoken, ProgressScene(there, reach=17, alike=alike), SMALL, "1 hari")


def test_a_step_is_told_with_who_made_it_and_how_long_it_takes() -> None:
    lived = says(HANDED, Said.ACCEPTED, why="segera")
    assert heard(lived) == [("air", "progress"), ("sar", "progress")]
    assert [(one.why, one.progress) for one in lived.dispatches] == [("segera", "air/p1")] * 2
    message = alone(lived)
    assert (message.kind, message.up_to, message.at) == ("accepted", 17, THEN)
    assert message.message == "Dinas Air menerima. Biasanya 1 hari."
    assert lived.checks == ()


def test_who_made_the_step_is_named_and_not_who_does_it_otherwise() -> None:
    does = living(Step.ACCEPTED, work("air", Step.ACCEPTED, partner="mitra_satu"))
    lived = says(does, Said.ON_SITE)
    assert alone(lived).message == "Dinas Air di lokasi pukul 15.00"
    assert changed(lived).life.last == "on_site/air"
    unknown = progressed(said("air", GONE.id, Said.ON_SITE, after=3 * H), ProgressScene(GONE), SMALL)
    assert alone(unknown).message == "Dinas Air di lokasi pukul 15.00"
    fresh = progressed(said("air", HANDED.id, Said.ACCEPTED), ProgressScene(HANDED), SMALL)
    assert alone(fresh).message == "Dinas Air menerima."


def test_a_step_that_changes_nothing_for_the_whole_is_not_told_to_reporters() -> None:
    on_site = living(Step.ON_SITE, work("air", Step.ON_SITE), agencies=("air", "sar"))
    assert says(on_site, Said.ACCEPTED, "sar").announcements == ()


def test_another_agency_is_told_with_the_reason() -> None:
    lived = says(HANDED, Said.REFUSED, other="layanan", why="bukan kami")
    message = alone(lived)
    assert (message.kind, message.up_to) == ("forwarded", 17)
    assert message.message == "ke Dinas Sar serta Dinas Layanan: bukan kami"
    assert heard(lived) == [("sar", "progress"), ("layanan", "opened"), ("air", "closed")]
    assert changed(lived).life.last == "forwarded/air"


def test_what_cannot_be_done_closes_it_and_asks_the_operator_with_the_reason() -> None:
    lived = says(incident("air"), Said.CANNOT, why="lahan pribadi")
    assert heard(lived) == [("air", "closed"), ("pusat", "asked")]
    assert {one.why for one in lived.dispatches} == {"lahan pribadi"}
    assert (alone(lived).kind, alone(lived).message) == ("cannot", "Dinas Air tidak dapat: lahan pribadi")


def test_who_gives_up_last_is_not_who_did_it() -> None:
    half = living(
        Step.ON_SITE,
        work("air", Step.RESOLVED, proven=True),
        work("sar", Step.ON_SITE),
        agencies=("air", "sar"),
    )
    lived = says(half, Said.CANNOT, "sar", why="tidak perlu")
    assert heard(lived) == [("air", "progress"), ("sar", "progress")]
    assert (alone(lived).kind, alone(lived).message) == ("resolved", "Dinas Air selesai, benar?")


def test_a_fix_that_is_shown_is_told_and_checked() -> None:
    there = replace(incident("air"), place=point())
    lived = says(there, Said.RESOLVED, photos=(proof(),), why="beres")
    assert (heard(lived), lived.dispatches[0].why) == ([("air", "progress")], "beres")
    assert [check.passed for check in lived.checks] == [True] * 3
    assert (alone(lived).kind, alone(lived).asks) == ("resolved", True)


def test_a_fix_that_is_doubted_is_told_with_the_doubts() -> None:
    there = replace(incident("air"), place=point())
    seen = (Alike("0f1e2d3c4b5a6978", "proof", "sar/p0", "rawa:air:y"),)
    late = proof(after=9 * H)
    lived = says(there, Said.RESOLVED, alike=seen, photos=(late,), why="beres")
    doubts = "foto 1 diambil setelah dinyatakan selesai; foto 1 sama dengan bukti sar/p0"
    assert [(one.agency, one.kind, one.why) for one in lived.dispatches] == [
        ("air", "progress", doubts),
        ("pusat", "asked", doubts),
    ]
    assert alone(lived).kind == "unproven"
    [one] = changed(lived).life.works
    assert one.proven is False


def test_what_needs_no_proof_is_not_checked() -> None:
    banjir = SMALL.categories["banjir"].model_copy(update={"proof": False})
    catalog = SMALL.model_copy(update={"categories": SMALL.categories | {"banjir": banjir}})
    word = said("air", "rawa:air:x", Said.RESOLVED, after=3 * H)
    lived = progressed(word, ProgressScene(incident("air")), catalog)
    assert (lived.checks, changed(lived).life.works[0].proven) == ((), True)
    unknown = replace(incident("air"), category="gone")
    assert progressed(word, ProgressScene(unknown), catalog).checks


@pytest.mark.parametrize(("reopened", "proven"), [(0, True), (1, False)])
def test_of_what_was_reopened_the_photo_is_of_the_new_try(reopened: int, proven: bool) -> None:
    one = Work("air", Step.REOPENED, LATER, LATER, 1)
    there = replace(incident("air"), life=Life(Step.REOPENED, LATER, (one,), reopened=reopened))
    lived = says(there, Said.RESOLVED, photos=(proof(after=H),))
    assert changed(lived).life.works[0].proven is proven


def test_time_does_not_run_backwards_in_a_life() -> None:
    for there, at in (
        (incident("air"), NOON),
        (living(Step.ACCEPTED, at=LATER), LATER),
        (replace(GONE, life=replace(GONE.life, at=None)), LATER),
    ):
        lived = says(there, Said.ON_SITE, after=-9 * H)
        assert changed(lived).life.works[0].at == at
        assert says(there, Said.ON_SITE, after=9 * H).dispatches[0].works[0].since == NOON + 9 * H


def test_moments_are_kept_in_utc_wherever_they_are_told() -> None:
    at = changed(says(HANDED, Said.ACCEPTED)).life.at
    assert at
    assert at.tzinfo is UTC


def test_the_operator_ends_a_vote() -> None:
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=False))
    asked = replace(asked, life=replace(asked.life, resolved_at=LATER), version=4)
    lived = says(asked, Said.CONFIRMED, "pusat", why="sudah dilihat")
    assert (changed(lived).life.step, changed(lived).version) == (Step.CLOSED, 6)
    assert (changed(lived).closed_at, changed(lived).life.at) == (THEN, THEN)
    assert [(one.version, one.kind, one.why, one.progress) for one in lived.dispatches] == [
        (5, "progress", "sudah dilihat", "pusat/p1"),
        (6, "closed", "sudah dilihat", "pusat/p1"),
    ]
    assert [(one.kind, one.up_to) for one in lived.announcements] == [("confirmed", 17), ("closed", 17)]
    assert lived.finished


def test_the_operator_reopens_what_it_does_not_believe() -> None:
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    lived = says(asked, Said.REOPENED, "pusat", why="masih ada")
    assert [(one.kind, one.why, one.progress) for one in lived.dispatches] == [
        ("reopened", "masih ada", "pusat/p1")
    ]
    assert (alone(lived).kind, alone(lived).up_to, alone(lived).at) == ("reopened", 17, THEN)
    assert changed(lived).life.works == (Work("air", Step.REOPENED, THEN, THEN, 2),)
