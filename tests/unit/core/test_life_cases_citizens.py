"""What reporters are asked and told, case by case, in the small city."""

from schemas.catalog.models import Urgency
from schemas.correction import NoReport
from schemas.incident import State
from schemas.life import Step
from tests.unit.core.corrected_city import order
from tests.unit.core.story import Story, good


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
