"""What agencies have open, and with which of it they are late."""

from collections import Counter
from collections.abc import Iterable

from schemas.life import Overdue, Step
from sinks.reading_watch import Works
from streams.core.life.works import FRESH, OVER

_LATE_TO_ACCEPT = {Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR}
_LATE_TO_RESOLVE = {Overdue.RESOLVE, Overdue.RESOLVE_OPERATOR}


def by_step(works: Iterable[Works]) -> Counter[tuple[str, str]]:
    """Open incidents by agency and step; one counts for each of its agencies."""
    found: Counter[tuple[str, str]] = Counter()
    for work in works:
        found[work.agency, work.step] += work.incidents
    return found


def late(works: Iterable[Works]) -> Counter[str]:
    """Those with a promise that is broken now, by agency: none of what was accepted late, or is done."""
    found: Counter[str] = Counter()
    for work in works:
        found[work.agency] += work.incidents if is_late(work) else 0
    return found


def is_late(work: Works) -> bool:
    """Whether something that was promised has still not been done."""
    step, overdue = Step(work.step), set(map(Overdue, work.overdue))
    return bool(
        (step in FRESH and overdue & _LATE_TO_ACCEPT) or (step not in OVER and overdue & _LATE_TO_RESOLVE)
    )
