"""Where an incident stands, for a citizen who asks."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.incident import State
from schemas.life import Life, Step
from streams.core.life.asked import asked_words, is_over, promised_by
from tests.unit.core.reports import NOON
from tests.unit.core.told import LATER, SMALL, incident, living, work

DAY = timedelta(days=1)


def test_it_is_said_where_it_stands_read_at_that_moment() -> None:
    there = living(Step.ON_SITE, work("air", Step.ON_SITE))
    assert asked_words(there, SMALL, at=LATER) == "Dinas Air di lokasi sejak pukul 14.00"
    assert "24 November 2026 pukul 14.00" in asked_words(there, SMALL, at=LATER + DAY)


def test_of_what_was_no_report_it_is_said_why_nobody_acts() -> None:
    dismissed = replace(incident("air"), dismissed_by="c1")
    words = "tidak kami teruskan, karena tidak memuat hal yang dapat ditangani"
    assert asked_words(dismissed, SMALL, at=LATER) == words


def test_the_last_of_all_promises_that_are_still_to_keep_counts() -> None:
    """Forty working hours after Tuesday noon: the next Tuesday at noon."""
    assert promised_by(incident("air"), SMALL) == NOON + 7 * DAY
    reopened = replace(work("sar", Step.REOPENED), since=NOON + DAY)
    two = living(Step.REOPENED, reopened, agencies=("air", "sar"))
    assert promised_by(two, SMALL) == NOON + 8 * DAY
    done = living(Step.ON_SITE, work("sar", Step.RESOLVED), agencies=("air", "sar"))
    assert promised_by(done, SMALL) == NOON + 7 * DAY


def test_nothing_is_promised_of_what_is_done_or_closed() -> None:
    assert promised_by(living(Step.RESOLVED, work("air", Step.RESOLVED)), SMALL) is None
    assert promised_by(replace(incident("air"), state=State.CLOSED), SMALL) is None
    assert promised_by(incident(), SMALL) is None


@pytest.mark.parametrize("step", Step)
def test_it_is_over_where_nobody_has_to_act(step: Step) -> None:
    open_one = replace(incident("air"), life=Life(step=step))
    assert is_over(open_one) is (step in {Step.CONFIRMED, Step.CLOSED, Step.CANNOT})
    assert is_over(replace(open_one, state=State.CLOSED))
    assert is_over(replace(open_one, dismissed_by="c1"))
