"""An agency is late with what it has still not done, and with nothing else."""

import pytest

from schemas.life import Overdue, Step
from sinks.reading_watch import Works
from streams.watch.promises import by_step, is_late, late

STEPS = (Step.DISPATCHED, Step.REOPENED, Step.ACCEPTED, Step.ON_SITE, Step.RESOLVED, Step.CANNOT)


@pytest.mark.parametrize(
    ("overdue", "steps"),
    [
        ((), ()),
        ((Overdue.ACCEPT,), STEPS[:2]),
        ((Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR), STEPS[:2]),
        ((Overdue.RESOLVE,), STEPS[:4]),
        ((Overdue.ACCEPT, Overdue.RESOLVE_OPERATOR), STEPS[:4]),
    ],
)
def test_what_was_promised_counts_until_it_is_done(
    overdue: tuple[Overdue, ...], steps: tuple[Step, ...]
) -> None:
    assert tuple(step for step in STEPS if is_late(Works("dishub", step, overdue, 1))) == steps


def test_each_agency_has_its_own() -> None:
    works = [
        Works("dishub", "dispatched", ("accept",), 3),
        Works("dishub", "dispatched", (), 4),
        Works("dishub", "accepted", ("accept",), 5),
        Works("dlh", "on_site", (), 6),
    ]
    assert by_step(works) == {("dishub", "dispatched"): 7, ("dishub", "accepted"): 5, ("dlh", "on_site"): 6}
    assert dict(late(works)) == {"dishub": 3, "dlh": 0}
