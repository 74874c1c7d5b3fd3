"""One answer of a reporter: counted, sent on, or refused."""

from dataclasses import replace
from datetime import UTC, timedelta

import pytest

from schemas.command import HOPS
from schemas.heard import ReplyScene
from schemas.incident import Incident
from schemas.life import Life, Step
from schemas.result import Refusal
from streams.core.life.reply import SKEW, answered
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, incident, work
from tests.unit.core.words import replied

H = timedelta(hours=1)
ID = "rawa:air:x"
YES, NO = replied("sorot:a", ID, "yes", id="j7"), replied("sorot:a", ID, "no")


def asking(*, proven: bool = True, voices: int = 3, **about: object) -> Incident:
    """Resolved at two, and its reporters were asked."""
    life = Life(step=Step.RESOLVED, at=LATER, resolved_at=LATER, vote=1)
    life = replace(life, works=(work("air", Step.RESOLVED, proven=proven),), **about)  # type: ignore[arg-type]
    return replace(incident("air", voices=voices), life=life, version=4)


def scene(there: Incident | None, **about: object) -> ReplyScene:
    return ReplyScene(incident_id=ID, incident=there, voice="sorot:a", reach=9, **about)  # type: ignore[arg-type]


def votes(there: Incident) -> tuple[int, int, int]:
    return there.life.yes, there.life.no, there.life.again


@pytest.mark.parametrize(
    ("said", "others", "after"),
    [
        (YES, {}, (1, 0, 0)),
        (NO, {}, (0, 1, 0)),
        (YES, {"yes": 1}, (2, 0, 0)),
        (YES, {"no": 1}, (1, 1, 0)),
        (NO, {"yes": 1}, (1, 1, 0)),
    ],
)
def test_an_answer_is_counted_with_those_of_the_others(
    said: object, others: dict[str, int], after: tuple[int, int, int]
) -> None:
    lived = answered(said, scene(asking(), **others), SMALL)  # type: ignore[arg-type]
    assert lived.incident
    assert votes(lived.incident) == after
    assert (lived.incident.version, lived.dispatches, lived.announcements) == (4, (), ())
    assert lived.incident.due_at == LATER + 72 * H


@pytest.mark.parametrize(
    ("again", "own", "after"), [(2, True, (3, 1, 1)), (2, False, (3, 2, 2)), (0, True, (3, 0, 0))]
)
def test_who_reported_it_again_and_answers_has_one_voice(
    again: int, own: bool, after: tuple[int, int, int]
) -> None:
    lived = answered(YES, scene(asking(again=again, no=again), yes=2, again=own), SMALL)
    assert lived.incident
    assert votes(lived.incident) == after


def test_the_last_answer_that_is_needed_confirms_it_and_says_how_many_there_were() -> None:
    lived = answered(YES, scene(asking(), yes=1, no=1), SMALL)
    assert lived.incident
    assert (lived.incident.life.step, lived.incident.version) == (Step.CONFIRMED, 5)
    assert lived.incident.life.at == NOON + 9 * H
    assert lived.incident.life.at.tzinfo is UTC
    [told] = lived.dispatches
    assert (told.kind, told.why) == ("progress", "2 warga menjawab sudah beres, 1 belum")
    [message] = lived.announcements
    assert (message.kind, message.up_to, message.at) == ("confirmed", 9, NOON + 9 * H)
    assert message.message == "dipastikan"


def test_enough_that_say_no_reopen_it() -> None:
    lived = answered(NO, scene(asking(), yes=1, no=1), SMALL)
    assert lived.incident
    assert (lived.incident.life.step, lived.incident.life.reopened) == (Step.REOPENED, 1)
    assert votes(lived.incident) == (0, 0, 0)
    [told] = lived.dispatches
    assert (told.kind, told.why) == ("reopened", "1 warga menjawab sudah beres, 2 belum")
    [message] = lived.announcements
    assert (message.kind, message.up_to, message.message) == ("reopened", 9, "dibuka lagi, ke Dinas Air")


def test_as_many_that_say_no_as_the_share_reopen_it() -> None:
    lived = answered(NO, scene(asking(voices=2), yes=1), SMALL)
    assert lived.incident
    assert lived.incident.life.step is Step.REOPENED
    assert lived.dispatches[0].why == "1 warga menjawab sudah beres, 1 belum"
    fewer = answered(NO, scene(asking(), yes=2), SMALL)
    assert fewer.incident
    assert fewer.incident.life.step is Step.CONFIRMED


def test_an_answer_that_was_given_before_the_last_step_does_not_turn_time_back() -> None:
    early = replied("sorot:a", ID, "yes", after=2 * H - SKEW)
    lived = answered(early, scene(asking(voices=1)), SMALL)
    assert lived.incident
    assert lived.incident.life.at == LATER


@pytest.mark.parametrize("after", [2 * H - SKEW, 2 * H, 90 * H])
def test_clocks_may_differ_a_little(after: timedelta) -> None:
    assert answered(replied("sorot:a", ID, "yes", after=after), scene(asking()), SMALL).refusal is None


def refused(said: object, where: ReplyScene) -> Refusal | None:
    lived = answered(said, where, SMALL)  # type: ignore[arg-type]
    assert lived.incident is None or lived.refusal is None
    return lived.refusal


def test_why_an_answer_is_refused() -> None:
    early = replied("sorot:a", ID, "yes", after=2 * H - SKEW - timedelta(seconds=1))
    assert refused(early, scene(asking())) == Refusal(
        "stale", "at", f"answered before it was resolved at {LATER.isoformat()}"
    )
    assert refused(YES, scene(incident("air"))) == Refusal(
        "not_asked", "incident_id", f"incident {ID} is dispatched: nobody asks"
    )
    assert refused(YES, scene(replace(asking(), dismissed_by="c1"))) == Refusal(
        "not_asked", "incident_id", f"incident {ID} was found to be no report by c1: nobody asks"
    )
    assert refused(YES, ReplyScene()) == Refusal("unknown_report", "report_id", "no report sorot:a")


def test_an_id_that_comes_again_is_the_same_or_refused() -> None:
    assert refused(YES, scene(asking(), known=YES.digest)) is None
    assert answered(YES, scene(asking(), known=YES.digest), SMALL).incident is None
    assert refused(YES, scene(asking(), known="else")) == Refusal(
        "id_reused", "id", "id 'j7' was used before by a reply with other content"
    )


def test_an_answer_follows_its_report_to_another_key_but_not_for_ever() -> None:
    there = ReplyScene(incident_id="rawa:jalan:y")
    lived = answered(YES, there, SMALL)
    assert lived.send
    assert (lived.send.reply.incident_id, lived.send.key, lived.send.hops) == (
        "rawa:jalan:y",
        "rawa:jalan",
        1,
    )
    assert lived.send.model_copy(update={"reply": YES.reply, "hops": 0}) == YES
    last = YES.model_copy(update={"hops": HOPS - 1})
    on = answered(last, there, SMALL)
    assert on.send
    assert on.send.hops == HOPS
    assert refused(on.send, there) == Refusal("moved", "incident_id", "the report is in rawa:jalan:y by now")
