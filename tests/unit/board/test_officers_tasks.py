"""What officers have to do, in which order, and what can follow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.catalog.models import Urgency
from schemas.incident import Incident, State
from schemas.life import Step
from schemas.progress import Said
from streams.board.agencies.tasks import may_say, span_words, task_of, tasks_of
from tests.unit.core.reports import NOON
from tests.unit.core.told import SMALL, incident, living, work

HOUR = timedelta(hours=1)


def named(id: str, one: Incident, urgency: Urgency = Urgency.EMERGENCY) -> Incident:
    """Promised around the clock where it is an emergency: 15 minutes to accept, six hours to resolve."""
    return replace(one, id=f"kota:air:{id}", urgency=urgency)


def test_what_is_late_comes_first_then_by_deadline_and_urgency() -> None:
    silent = named("silent", incident("air"))
    accepted = named("accepted", living(Step.ACCEPTED, work("air", Step.ACCEPTED)))
    normal = named("normal", incident("air"), Urgency.NORMAL)
    resolved = named("resolved", living(Step.RESOLVED, work("air", Step.RESOLVED)))
    other = named("other", incident("jalan"))
    found = tasks_of([resolved, normal, accepted, other, silent], "air", SMALL, NOON + HOUR)
    assert [task.incident.id for task in found.late] == ["kota:air:silent"]
    assert [task.incident.id for task in found.ahead] == ["kota:air:accepted", "kota:air:normal"]
    assert [task.incident.id for task in found.done] == ["kota:air:resolved"]
    assert found.late[0].promise == "accept"
    assert found.late[0].left == "45 menit"
    assert found.ahead[0].promise == "resolve"


def test_who_has_nothing_to_do_with_it_has_no_task() -> None:
    assert task_of(incident("jalan"), "air", SMALL, NOON) is None
    assert may_say(incident("jalan"), "air", SMALL) == ()


def test_the_next_step_is_named_first_and_what_is_over_lets_nothing_follow() -> None:
    fresh = incident("air")
    assert may_say(fresh, "air", SMALL)[:3] == (Said.ACCEPTED, Said.ON_SITE, Said.RESOLVED)
    on_site = living(Step.ON_SITE, work("air", Step.ON_SITE))
    assert may_say(on_site, "air", SMALL)[0] is Said.RESOLVED
    assert may_say(replace(on_site, state=State.CLOSED), "air", SMALL) == ()
    assert may_say(replace(on_site, moved_to="kota:air:x"), "air", SMALL) == ()
    done = living(Step.RESOLVED, work("air", Step.RESOLVED))
    assert may_say(done, "air", SMALL) == ()
    unproven = living(Step.RESOLVED, replace(work("air", Step.RESOLVED), proven=False))
    assert may_say(unproven, "air", SMALL) == (Said.RESOLVED,)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (5, "1 menit"),
        (45 * 60, "45 menit"),
        (3 * 3_600, "3 jam"),
        (3 * 3_600 + 20 * 60, "3 jam 20 menit"),
        (50 * 3_600, "2 hari 2 jam"),
    ],
)
def test_spans_are_told_as_people_say_them(seconds: float, words: str) -> None:
    assert span_words(seconds) == words
