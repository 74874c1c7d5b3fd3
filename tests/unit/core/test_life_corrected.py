"""Lives of incidents that operators put right on the way."""

from schemas.correction import Reroute, Undo
from schemas.incident import State
from schemas.life import Step
from schemas.progress import Said
from tests.unit.core.corrected_city import order
from tests.unit.core.story import Story, good


def rerouted() -> Story:
    """Resolved by the agency that an operator chose after the first one had resolved it."""
    story = Story("x", "y", "z")
    story.resolve(good(story))
    story.books.take([order("c", Reroute(incident=story.incident.id, agencies=("sar",)))])
    story.hours += 1
    photo = good(story).model_copy(update={"phash": "f0e1d2c3b4a59687"})
    story.says("sar", Said.RESOLVED, photos=(photo,))
    return story


def taken_back(story: Story) -> None:
    story.books.take([order("u", Undo(incident=story.incident.id, correction="c"))])
    assert [routed.agency for routed in story.incident.routed] == ["air"]
    assert not story.books.refusals


def test_what_is_closed_stays_so_if_a_correction_is_taken_back():
    story = rerouted()
    for report in ("a0", "a1", "a2"):
        story.answers(report, "yes")
    story.passes(25)
    closed = story.incident
    taken_back(story)
    assert (story.incident.state, story.incident.life.step) == (State.CLOSED, Step.CLOSED)
    assert (story.incident.closed_at, story.incident.life.at) == (closed.closed_at, closed.life.at)


def test_who_is_called_back_after_it_was_reopened_has_it_again():
    story = rerouted()
    for report in ("a0", "a1", "a2"):
        story.answers(report, "no")
    taken_back(story)
    assert (story.incident.life.step, story.incident.life.reopened) == (Step.REOPENED, 1)
