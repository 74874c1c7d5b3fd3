"""The next version of an incident: who hears what of it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.announcement import Announcement
from schemas.catalog.models import Urgency
from schemas.heard import Alike, Check, Due, ProgressScene
from schemas.incident import Incident, Routed, State
from schemas.life import Life, Overdue, Step, Work
from schemas.progress import Said
from streams.core.life.advance import Lived, Tidings, advanced, retold, settled, told_of
from streams.core.life.close import closed, confirmed
from streams.core.life.progress import progressed
from streams.core.life.promises import due_at
from streams.core.life.telling import News, helpers, told
from streams.core.life.tick import ticked
from tests.unit.core.reports import NOON, point
from tests.unit.core.told import LATER, SMALL, incident, living, work
from tests.unit.core.words import proof, said

H = timedelta(hours=1)
THEN = LATER + H
NIGHT = NOON + 13 * H
"""One at night by the city's time: the next day."""
NEWS = News("progress", THEN, "sebab", "air/p1", Overdue.RESOLVE)


def heard(lived: Lived) -> list[tuple[str, str]]:
    return [(one.agency, one.kind) for one in lived.dispatches]


def alone(lived: Lived) -> Announcement:
    [one] = lived.announcements
    return one


def changed(lived: Lived) -> Incident:
    assert lived.incident
    return lived.incident


HANDED = replace(incident("air", "sar"), version=4)


def test_each_agency_hears_the_version_with_all_that_there_is_to_say() -> None:
    after = replace(HANDED, version=5)
    [air, sar] = told(HANDED, after, NEWS, SMALL)
    assert (air.agency, air.kind, air.version) == ("air", "progress", 5)
    assert (air.why, air.progress, air.overdue) == ("sebab", "air/p1", Overdue.RESOLVE)
    assert [one.agency for one in air.works] == ["air", "sar"]
    assert (sar.agency, sar.kind, sar.works) == ("sar", "progress", air.works)


def test_news_for_one_are_a_change_for_others() -> None:
    to_sar = replace(NEWS, kind="overdue", to="sar")
    assert [one.kind for one in told(HANDED, HANDED, to_sar, SMALL)] == ["changed", "overdue"]


def test_who_comes_in_hears_that_it_opened_and_who_leaves_that_it_is_closed_for_it() -> None:
    after = replace(HANDED, routed=incident("sar", "layanan", "lampu_lama").routed)
    before = replace(HANDED, released=("lampu_lama",))
    assert [(one.agency, one.kind) for one in told(before, after, NEWS, SMALL)] == [
        ("sar", "progress"),
        ("layanan", "opened"),
        ("lampu_lama", "progress"),
        ("air", "closed"),
    ]


@pytest.mark.parametrize(("at", "day"), [(THEN, "2026-11-24"), (NIGHT, "2026-11-25")])
def test_the_operator_hears_what_it_must_decide_unless_it_is_its_own(at: datetime, day: str) -> None:
    asks = replace(NEWS, operator="asked", at=at)
    [*_, last] = told(HANDED, HANDED, asks, SMALL)
    assert (last.agency, last.kind) == ("pusat", "asked")
    assert (last.route.rule, last.route.reason, last.route.day) == (
        "operator",
        "perlu keputusan operator",
        day,
    )
    own = incident("pusat")
    assert [one.kind for one in told(own, own, asks, SMALL)] == ["progress"]


OFFERED = living(Step.ACCEPTED, replace(work("air", Step.ACCEPTED), offered=("mitra_dua", "mitra_satu")))
DOES = living(Step.ACCEPTED, work("air", Step.ACCEPTED, partner="mitra_satu"))
GONE = living(Step.ACCEPTED, work("air", Step.ACCEPTED))


@pytest.mark.parametrize(
    ("before", "after", "hears"),
    [
        (GONE, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (None, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (OFFERED, OFFERED, []),
        (OFFERED, DOES, [("mitra_dua", "withdrawn"), ("mitra_satu", "changed")]),
        (DOES, DOES, [("mitra_satu", "changed")]),
        (None, DOES, [("mitra_satu", "changed")]),
        (DOES, GONE, [("mitra_satu", "withdrawn")]),
        (DOES, incident("air"), [("mitra_satu", "withdrawn")]),
        (DOES, OFFERED, [("mitra_dua", "offered"), ("mitra_satu", "offered")]),
        (
            OFFERED,
            replace(OFFERED, state=State.CLOSED),
            [("mitra_dua", "withdrawn"), ("mitra_satu", "withdrawn")],
        ),
        (DOES, replace(DOES, state=State.CLOSED), [("mitra_satu", "changed")]),
        (incident("air"), incident("air"), []),
        (None, incident("air"), []),
    ],
)
def test_partners_hear_what_is_theirs(
    before: Incident | None, after: Incident, hears: list[tuple[str, str]]
) -> None:
    found = [(one.agency, kind) for one, kind in helpers(before, after, "changed", THEN, SMALL)]
    assert found == hears


@pytest.mark.parametrize(("before", "after"), [(GONE, DOES), (DOES, GONE), (GONE, OFFERED), (OFFERED, GONE)])
def test_a_partner_knows_who_let_it_in_and_on_what_day(before: Incident, after: Incident) -> None:
    routed, _ = [*helpers(before, after, "changed", NIGHT, SMALL)][-1]
    assert routed == Routed("mitra_satu", "partner", "dilepas air kepada mitra", "2026-11-25")


def test_a_version_further_is_due_when_time_changes_it_next() -> None:
    before = replace(GONE, version=4, due_at=None)
    lived = advanced(before, before, NEWS, None, SMALL)
    assert (changed(lived).version, changed(lived).due_at) == (5, due_at(before, SMALL))
    assert changed(lived).due_at
    assert (heard(lived), lived.announcements, lived.finished) == ([("air", "progress")], (), None)
    assert lived.dispatches[0].version == 5


def test_reporters_hear_one_message_in_the_words_of_the_catalog() -> None:
    before = replace(GONE, life=replace(GONE.life, number=6, told=2, told_on=THEN.date(), withheld=True))
    tidings = Tidings("accepted", 17, "air", "sebab", "1 hari")
    lived = advanced(before, before, NEWS, tidings, SMALL)
    message = alone(lived)
    assert (message.incident_id, message.number, message.up_to) == (before.id, 7, 17)
    assert (message.kind, message.at, message.asks) == ("accepted", THEN, False)
    assert message.message == "Dinas Air menerima. Biasanya 1 hari."
    life = changed(lived).life
    assert (life.number, life.last, life.told, life.told_on) == (7, "accepted/air", 3, THEN.date())
    assert not life.withheld


def test_a_reason_is_told_and_who_is_asked_is_asked() -> None:
    refused = advanced(GONE, GONE, NEWS, Tidings("forwarded", 1, "air", "bukan kami"), SMALL)
    assert alone(refused).message == "ke Dinas Air: bukan kami"
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    assert alone(advanced(asked, asked, NEWS, Tidings("resolved", 1, "air"), SMALL)).asks


def test_nobody_hears_the_same_twice_in_a_row() -> None:
    first = changed(advanced(GONE, GONE, NEWS, Tidings("accepted", 1, "air"), SMALL))
    again = advanced(first, first, NEWS, Tidings("accepted", 9, "air"), SMALL)
    assert (again.announcements, changed(again).life) == ((), first.life)
    assert advanced(first, first, NEWS, Tidings("accepted", 9, "sar"), SMALL).announcements
    assert advanced(first, first, NEWS, Tidings("accepted", 9), SMALL).announcements
    assert (Tidings("closed", 1).name, Tidings("closed", 1, "air").name) == ("closed/", "closed/air")


@pytest.mark.parametrize(
    ("told_on", "count", "speaks"),
    [("same", 4, True), ("same", 5, False), ("same", 9, False), ("before", 9, True), (None, 9, True)],
)
def test_who_heard_enough_that_day_hears_nothing_more(told_on: str | None, count: int, speaks: bool) -> None:
    """Six messages, of which the answer to the report is one."""
    day = {"same": THEN.date(), "before": THEN.date() - 24 * H, None: None}[told_on]
    before = replace(GONE, life=replace(GONE.life, told=count, told_on=day, number=3, last="x/"))
    lived = advanced(before, before, NEWS, Tidings("accepted", 1, "air"), SMALL)
    life = changed(lived).life
    assert bool(lived.announcements) is speaks
    assert (life.withheld, life.told_on) == (not speaks, THEN.date())
    heard_before = count if told_on == "same" else 0
    assert (life.told, life.number) == ((heard_before + 1, 4) if speaks else (count, 3))
    assert life.last == ("accepted/air" if speaks else "x/")


def test_the_day_is_that_of_the_city() -> None:
    at_night = replace(NEWS, at=NIGHT)
    life = changed(advanced(GONE, GONE, at_night, Tidings("accepted", 1, "air"), SMALL)).life
    assert life.told_on == NIGHT.date() + 24 * H
    again = replace(GONE, life=replace(life, told=5, last=""))
    withheld = advanced(again, again, at_night, Tidings("accepted", 1, "air"), SMALL)
    assert (withheld.announcements, changed(withheld).life.told_on) == ((), life.told_on)


def test_what_was_withheld_is_told_as_where_it_stands() -> None:
    before = replace(GONE, version=4, life=replace(GONE.life, number=3, told=5, withheld=True), due_at=None)
    lived = retold(before, 17, NIGHT, SMALL)
    message, life = alone(lived), changed(lived).life
    assert (message.kind, message.up_to, message.number) == ("standing", 17, 4)
    assert (message.at, message.message) == (NIGHT, "sekarang diterima Dinas Air")
    assert (life.last, life.told, life.told_on) == ("standing/", 1, NIGHT.date() + 24 * H)
    assert (life.withheld, changed(lived).version, lived.dispatches) == (False, 4, ())
    assert changed(lived).due_at == due_at(changed(lived), SMALL)


def test_nobody_is_told_again_what_the_answer_to_the_report_said() -> None:
    assert told_of(incident("air")) is None
    assert told_of(DOES) == "accepted"
    assert told_of(living(Step.RESOLVED, work("air", Step.RESOLVED, proven=False))) == "unproven"


def test_confirmed_then_closed() -> None:
    asked = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    asked = replace(asked, life=replace(asked.life, resolved_at=LATER))
    sure = confirmed(asked, replace(NEWS, at=THEN), 17, SMALL)
    there = changed(sure)
    assert (there.life.step, there.life.at, there.state) == (Step.CONFIRMED, THEN, State.OPEN)
    assert (alone(sure).kind, alone(sure).up_to, sure.finished) == ("confirmed", 17, None)
    over = closed(there, News("closed", NIGHT), 18, SMALL)
    gone = changed(over)
    assert (gone.life.step, gone.life.at, gone.state) == (Step.CLOSED, NIGHT, State.CLOSED)
    assert (gone.closed_at, gone.due_at) == (NIGHT, None)
    assert (heard(over), alone(over).kind, alone(over).up_to) == ([("air", "closed")], "closed", 18)
    assert over.finished
    assert (over.finished.incident_id, over.finished.seconds) == (gone.id, 7_200)
    assert advanced(gone, gone, NEWS, None, SMALL).finished is None


def test_two_steps_are_one_after_the_other() -> None:
    first = advanced(GONE, GONE, NEWS, Tidings("accepted", 1, "air"), SMALL)
    second = advanced(changed(first), GONE, NEWS, Tidings("on_site", 1, "air"), SMALL)
    seen = (Check("photo", passed=True, words="dilihat"), Check("time", passed=False, words="terlambat"))
    first, second = replace(first, checks=seen[:1]), replace(second, checks=seen[1:])
    both = first.then(second)
    assert both.checks == seen
    assert both.incident == second.incident
    assert both.dispatches == (*first.dispatches, *second.dispatches)
    assert both.announcements == (*first.announcements, *second.announcements)
    assert first.then(Lived()) == first
    assert Lived().then(first) == first


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


def test_a_step_that_changes_nothing_for_the_whole_is_not_told_to_reporters() -> None:
    on_site = living(Step.ON_SITE, work("air", Step.ON_SITE), agencies=("air", "sar"))
    assert says(on_site, Said.ACCEPTED, "sar").announcements == ()


def test_another_agency_is_told_with_the_reason() -> None:
    lived = says(HANDED, Said.REFUSED, other="layanan", why="bukan kami")
    message = alone(lived)
    assert (message.kind, message.up_to) == ("forwarded", 17)
    assert message.message == "ke Dinas Sar serta Dinas Layanan: bukan kami"
    assert heard(lived) == [("sar", "progress"), ("layanan", "opened"), ("air", "closed")]


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


def passes(there: Incident, at: datetime) -> Lived:
    return ticked(Due(there, 17), at, SMALL)


URGENT = replace(incident("air", "sar"), urgency=Urgency.EMERGENCY)


def test_what_is_late_is_told_to_its_agency_then_to_the_operator() -> None:
    lived = passes(replace(URGENT, routed=URGENT.routed[:1]), NOON + H / 2)
    late = "air: belum diterima sampai batas waktunya"
    assert [(one.agency, one.kind, one.why, one.overdue, one.version) for one in lived.dispatches] == [
        ("air", "overdue", late, Overdue.ACCEPT, 2),
        ("air", "changed", late, Overdue.ACCEPT, 3),
        ("pusat", "overdue", late, Overdue.ACCEPT, 3),
    ]
    [one] = changed(lived).life.works
    assert (one.step, one.at, one.overdue) == (
        Step.DISPATCHED,
        NOON,
        (Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR),
    )
    assert (lived.announcements, changed(lived).due_at) == ((), NOON + 6 * H)


def test_the_other_agency_hears_a_change() -> None:
    lived = passes(URGENT, NOON + H / 4)
    assert heard(lived) == [("air", "overdue"), ("sar", "changed"), ("air", "changed"), ("sar", "overdue")]


def test_what_is_not_resolved_in_time_is_told_as_such() -> None:
    there = living(Step.ON_SITE, work("air", Step.ON_SITE))
    there = replace(there, urgency=Urgency.EMERGENCY)
    lived = passes(there, NOON + 6.25 * H)
    late = "air: belum selesai sampai batas waktunya"
    assert [(one.agency, one.kind, one.why, one.overdue) for one in lived.dispatches] == [
        ("air", "overdue", late, Overdue.RESOLVE),
        ("air", "changed", late, Overdue.RESOLVE),
        ("pusat", "overdue", late, Overdue.RESOLVE),
    ]


def test_before_its_time_nothing_happens_but_that_a_longer_promise_is_noticed() -> None:
    early = replace(URGENT, due_at=NOON)
    lived = passes(early, NOON + H / 4 - timedelta(seconds=1))
    assert lived == Lived(incident=replace(early, due_at=NOON + H / 4))


def asked(**about: object) -> Incident:
    there = living(Step.RESOLVED, work("air", Step.RESOLVED, proven=True))
    return replace(there, life=replace(there.life, resolved_at=LATER, **about))  # type: ignore[arg-type]


def test_silence_confirms_and_then_closes() -> None:
    lived = passes(asked(), LATER + 72 * H)
    [told_air] = lived.dispatches
    assert (told_air.kind, told_air.why) == ("progress", "tidak ada warga yang membantah")
    assert (alone(lived).kind, alone(lived).up_to) == ("confirmed", 17)
    there = changed(lived)
    assert (there.life.step, there.life.at) == (Step.CONFIRMED, LATER + 72 * H)
    later = passes(there, LATER + 96 * H)
    assert (changed(later).state, changed(later).closed_at) == (State.CLOSED, LATER + 96 * H)
    assert (heard(later), alone(later).kind, alone(later).up_to) == ([("air", "closed")], "closed", 17)
    assert later.finished


def test_few_answers_decide_once_nobody_waits_for_more() -> None:
    lived = passes(asked(no=1), LATER + 72 * H)
    [told_air] = lived.dispatches
    assert (told_air.kind, told_air.why) == ("reopened", "0 warga menjawab sudah beres, 1 belum")
    assert changed(lived).life.step is Step.REOPENED


def test_moments_are_kept_in_utc_wherever_they_are_told() -> None:
    jakarta = SMALL.city.zone
    ticked_at = changed(passes(asked(), (LATER + 72 * H).astimezone(jakarta))).life.at
    said_at = changed(says(HANDED, Said.ACCEPTED)).life.at
    assert [one and one.tzinfo is UTC for one in (ticked_at, said_at)] == [True, True]


def test_in_the_morning_what_was_withheld_is_told() -> None:
    there = asked(withheld=True, told_on=LATER.date())
    morning = datetime.fromisoformat("2026-11-25T07:00+07:00")
    lived = passes(there, morning)
    assert (alone(lived).kind, alone(lived).up_to, alone(lived).at) == ("standing", 17, morning)
    assert passes(there, morning - timedelta(seconds=1)).announcements == ()


def test_what_has_an_end_needs_no_more_time() -> None:
    gone = replace(incident("air"), state=State.CLOSED)
    assert passes(gone, NOON + 9_999 * H) == Lived(incident=gone)
    assert settled(replace(gone, due_at=NOON), SMALL).due_at is None
