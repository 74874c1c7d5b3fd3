"""Which answers count, and for which vote."""

from datetime import timedelta

from schemas.catalog.models import Urgency
from schemas.correction import Merge
from schemas.life import Life
from schemas.progress import Said
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import point
from tests.unit.core.story import Story, good
from tests.unit.core.words import proof

H = timedelta(hours=1)


def counted(life: Life) -> tuple[int, int, int]:
    return life.yes, life.no, life.again


def test_who_reported_it_before_a_late_word_that_it_was_resolved_earlier_has_a_voice():
    story = Story("x")
    story.hours = 3
    story.report("b", "y")
    story.says("air", Said.RESOLVED, after=2 * H, photos=(proof(after=1.5 * H),))
    story.answers("b", "yes")
    assert counted(story.incident.life) == (1, 0, 0)
    story.answers("b", "no")
    assert counted(story.incident.life) == (0, 1, 0)


def test_who_was_merged_in_after_it_was_resolved_has_a_voice():
    story = Story("x", "y", "z")
    story.resolve(good(story))
    story.hours += 1
    story.report("b", "v")
    story.report("c", "w", place=point(500))
    other = story.books.links["sorot", "c"].link.incident_id
    story.books.take([order("m", Merge(incident=other, into=story.incident.id))])
    assert counted(story.incident.life) == (0, 1, 1)
    story.answers("c", "yes")
    assert counted(story.incident.life) == (1, 1, 1)


def test_who_said_no_before_another_agency_came_in_is_asked_again():
    story = Story("x", "y", "z")
    story.resolve(good(story))
    story.answers("a0", "no")
    story.hours += 1
    story.report("b", "x", urgency=Urgency.EMERGENCY)
    story.says("sar", Said.RESOLVED, photos=(proof(phash="f0e1d2c3b4a59687", after=story.hours * H),))
    story.answers("a1", "yes")
    assert counted(story.incident.life) == (1, 0, 0)
