"""What a reporter hears of how long it usually takes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.heard import Finished
from schemas.incident import Routed
from streams.core.durations import LEAST, Durations
from streams.core.durations.waiting import Waiting
from streams.core.fold import fold
from streams.core.life.usual import usually
from tests.unit.core.city import RULES
from tests.unit.core.reports import NOON, classified, incident

HOUR = timedelta(hours=1)
AGENCY = RULES.catalog.categories["banjir"].routes[0].agency
LATER = NOON + 400 * HOUR
FIXED = [
    Finished(str(n), "banjir", (AGENCY,), NOON + 9 * n * HOUR, NOON + (9 * n + 3 + n % 9) * HOUR, 0)
    for n in range(LEAST)
]
KNOWN = Durations.of(replace(one, seconds=(one.closed_at - one.opened_at).total_seconds()) for one in FIXED)


@pytest.mark.parametrize(
    ("unfixed", "said"), [(0, "diteruskan ke Dinas Air. Biasanya 3-11 jam."), (40, None)]
)
def test_the_answer_to_a_report_says_it_unless_many_still_wait(unfixed: int, said: str | None) -> None:
    incidents = RULES.no_incidents()
    routed = (Routed(AGENCY, "rule", "", ""),)
    for number in range(unfixed):
        incidents.put(replace(incident(f"w{number}", after=9 * number * HOUR), routed=routed), {})
    [(_, told)] = fold([classified("a", at=LATER)], incidents, {}, RULES, durations=KNOWN).feedback
    assert told.message == (said or "diteruskan ke Dinas Air.")


def test_the_first_agency_counts() -> None:
    two = replace(incident("a"), routed=tuple(Routed(id, "rule", "", "") for id in (AGENCY, "lain")))
    assert usually(two, KNOWN, Waiting(), LATER) == "3-11 jam"
    assert usually(replace(two, routed=two.routed[::-1]), KNOWN, Waiting(), LATER) == ""
    assert usually(replace(two, routed=()), KNOWN, Waiting(), LATER) == ""
