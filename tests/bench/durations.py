"""Whether it takes as long as is said: `python -m tests.bench.durations FILE.csv...`.

Files of reports with `closed_at` become incidents, and these a stream in order of time. As each is opened
it is asked how long it will usually take, by what is known at that moment: which were closed before, and
which are open. What it took is looked up afterwards. The first half of a file's time was there to choose
by (`TAIL`, `LEAST`, `LEAST_DAYS`, `MOST` of `streams.core.durations`), the second half is the report;
only that those that wait must count was seen on the whole.

Reports of one incident by `linked` are one, opened with the first and closed with the last of them. What
staff called a duplicate without naming another report of the file (`linked_out`, `flag_only`, `noisy`) is
left out: such tickets are closed at once, and nothing is fixed. Whoever is never closed took longer than
any range. Some were open when the file was written: if by then they had waited for less than the high end,
it is not known what they took, and they count neither way.

What is measured: closings by staff of two American cities, each as one agency, from the file's first day
on, before which nothing is known, as in a city that begins to use this. What is not: that something was
fixed when its ticket was closed (many are closed minutes after they were opened, or by the hundred at
midnight); agencies by themselves; years, in which seasons and budgets change; Kota Bekasi. San Diego is a
single week, and days are its finest time: it shows what is not said, and is no figure for what is.
`--votes-h` closes each so many hours after it was fixed, as a vote does.
"""

import argparse
from bisect import insort
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean, median
from typing import Protocol

from rich.console import Console
from rich.table import Table

from schemas.catalog.models import Urgency
from schemas.heard import Finished
from schemas.incident import Incident, Routed, State
from streams.core.durations import LEAST, MOST, TAIL, Durations, Usual
from streams.core.durations.lengths import marks_of
from streams.core.durations.waiting import Waiting
from streams.learning.labelled_file import labelled

NEEDED = ("report_id", "reported_at", "category", "incident_id", "label_quality", "closed_at")
KEPT = ("linked", "none")
AGENCY = "city"
START = datetime(1970, 1, 1, tzinfo=UTC)
INCIDENT = Incident(
    "", 1, State.OPEN, "", Urgency.NORMAL, None, "", START, START, 1, 1, "", (), (Routed(AGENCY, "", "", ""),)
)


@dataclass(slots=True)
class Case:
    """Times in epoch seconds; `fixed` is None if it never was."""

    id: str
    category: str
    opened: float
    fixed: float | None


@dataclass(frozen=True, slots=True)
class Answer:
    """What was told when a case was opened, and what came of it; None if nothing, or if it is not known."""

    case: Case
    usual: Usual | None
    took_s: float | None


class Rule(Protocol):
    """How to say how long it takes."""

    def add(self, finished: Finished) -> None: ...
    def usual(self, category: str, agency: str, waiting: Waiting, at: datetime) -> Usual | None: ...


@dataclass(slots=True)
class ClosedOnly:
    """From the seconds of a category's last closed ones, ascending, and from nothing else."""

    ends: Callable[[Sequence[float]], tuple[float, float]]
    last: dict[str, deque[float]] = field(default_factory=lambda: defaultdict(deque))
    ordered: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, finished: Finished) -> None:
        last, ordered = self.last[finished.category], self.ordered[finished.category]
        last.append(finished.seconds)
        insort(ordered, finished.seconds)
        if len(last) > MOST:
            ordered.remove(last.popleft())

    def usual(self, category: str, agency: str, waiting: Waiting, at: datetime) -> Usual | None:
        seconds = self.ordered[category]
        return Usual(*self.ends(seconds), len(seconds)) if len(seconds) >= LEAST else None


def order_statistics(seconds: Sequence[float]) -> tuple[float, float]:
    rank = int(TAIL * (len(seconds) + 1))
    return seconds[rank - 1], seconds[-rank]


def half_around_median(seconds: Sequence[float]) -> tuple[float, float]:
    middle = median(seconds)
    return middle / 2, middle * 1.5


PRODUCT, RANKS = "closed and waiting", "closed alone, ranks"
RULES: dict[str, Callable[[], Rule]] = {
    PRODUCT: Durations,
    RANKS: lambda: ClosedOnly(order_statistics),
    "closed alone, median ± 50 %": lambda: ClosedOnly(half_around_median),
}


def read(path: Path) -> list[Case]:
    """The incidents of a file in the order in which they were opened."""
    cases: dict[str, Case] = {}
    for row in labelled(path, NEEDED):
        if row.cells["label_quality"] in KEPT:
            id, opened = row.filled("incident_id"), row.moment("reported_at")
            fixed = row.moment("closed_at") if row.cells["closed_at"] else None
            case = cases.setdefault(id, Case(id, row.cells["category"], opened, fixed))
            case.opened = min(case.opened, opened)
            case.fixed = None if case.fixed is None or fixed is None else max(case.fixed, fixed)
    return sorted(cases.values(), key=lambda case: (case.opened, case.id))


def asked_in_order(cases: Sequence[Case], rule: Rule, votes_s: float) -> Iterator[Answer]:
    """Of each case as it is opened."""
    written = max(case.fixed for case in cases if case.fixed is not None)
    closings = [(case.fixed + votes_s, 0, case.id, case) for case in cases if case.fixed is not None]
    openings = [(case.opened, 1, case.id, case) for case in cases]
    waiting = Waiting()
    for at, opens, _, case in sorted(closings + openings, key=lambda event: event[:3]):
        opened_at = datetime.fromtimestamp(case.opened, UTC)
        incident = replace(INCIDENT, id=case.id, category=case.category, opened_at=opened_at)
        if opens:
            usual = rule.usual(case.category, AGENCY, waiting, opened_at)
            yield Answer(case, usual, took_s(case, usual, written))
            waiting.put(None, incident)
        elif case.fixed is not None:
            closed_at, seconds = datetime.fromtimestamp(at, UTC), case.fixed - case.opened
            rule.add(Finished(case.id, case.category, (AGENCY,), opened_at, closed_at, seconds))
            waiting.put(incident, None)


def took_s(case: Case, usual: Usual | None, written: float) -> float | None:
    """Who still waited when the file was written took longer than it had waited by then."""
    if case.fixed is not None:
        return case.fixed - case.opened
    longer = usual and written - case.opened > marks_of(usual)[1].seconds
    return float("inf") if longer else None


COLUMNS = (
    *("incidents opened in", "rule", "cases", "told", "within", "as worded", "quicker", "longer"),
    *("never", "not known", "high / low", "no low end"),
)


def shares(answers: Sequence[Answer]) -> Iterator[str]:
    """The cells of a row: how many were told something, and how often it came true where that is known."""
    told = [(one.usual, one.took_s) for one in answers if one.usual]
    known = [(usual, seconds, marks_of(usual)) for usual, seconds in told if seconds is not None]
    yield f"{len(answers):,}"
    yield f"{len(told) / max(1, len(answers)):.2f}"
    if known:
        yield _share(usual.low_s <= seconds <= usual.high_s for usual, seconds, _ in known)
        yield _share(
            (low.seconds if low else 0) <= seconds <= high.seconds for _, seconds, (low, high) in known
        )
        yield _share(seconds < usual.low_s for usual, seconds, _ in known)
        yield _share(seconds > usual.high_s for usual, seconds, _ in known)
        yield _share(seconds == float("inf") for _, seconds, _ in known)
        yield f"{1 - len(known) / len(told):.2f}"
        yield f"{median(usual.high_s / max(60.0, usual.low_s) for usual, _ in told):,.1f}"
        yield f"{fmean(marks_of(usual)[0] is None for usual, _ in told):.2f}"


def _share(hits: Iterable[bool]) -> str:
    return f"{fmean(hits):.3f}"


def by_category(answers: Iterable[Answer]) -> str:
    """How far single categories are from the whole."""
    hits = defaultdict(list)
    for one in answers:
        if one.usual and one.took_s is not None:
            hits[one.case.category].append(one.usual.low_s <= one.took_s <= one.usual.high_s)
    parts = sorted(fmean(one) for one in hits.values() if len(one) >= LEAST)
    if len(parts) < 10:
        return f"{len(parts)} categories with {LEAST} ranges or more"
    low, middle, high = (f"{parts[len(parts) * tenths // 10]:.2f}" for tenths in (1, 5, 9))
    return f"within, {len(parts)} categories: first tenth {low}, median {middle}, last tenth {high}"


def parts_of(answers: Sequence[Answer]) -> Mapping[str, Sequence[Answer]]:
    """By the half or quarter of the file's time in which the case was opened."""
    began, ended = answers[0].case.opened, answers[-1].case.opened
    parts: dict[str, list[Answer]] = {name: [] for name in (EARLIER, LATER, *QUARTERS)}
    for one in answers:
        quarter = min(3, int(4 * (one.case.opened - began) / (ended - began)))
        parts[LATER if quarter > 1 else EARLIER].append(one)
        parts[QUARTERS[quarter]].append(one)
    return parts


EARLIER, LATER = "earlier half", "later half"
QUARTERS = tuple(f"quarter {number}" for number in range(1, 5))


def answers_of(cases: Sequence[Case], votes_s: float) -> Mapping[str, Mapping[str, Sequence[Answer]]]:
    """By rule, then by part. The better one of the simple rules is also asked where the product answers."""
    answers = {name: list(asked_in_order(cases, rule(), votes_s)) for name, rule in RULES.items()}
    told = {one.case.id for one in answers[PRODUCT] if one.usual}
    answers[f"{RANKS}, same cases"] = [one for one in answers[RANKS] if one.case.id in told]
    return {name: parts_of(some) for name, some in answers.items()}


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("files", nargs="+", type=Path)
    asked.add_argument("--votes-h", type=float, default=0.0, help="from fixed to closed")
    given = asked.parse_args()
    console, later = Console(width=160), defaultdict(list)
    for path in given.files:
        table = Table(*COLUMNS, title=path.name)
        for name, parts in answers_of(read(path), given.votes_h * 3_600).items():
            for part in (EARLIER, LATER, *(QUARTERS if name == PRODUCT else ())):
                table.add_row(part, name, *shares(parts[part]))
            later[name] += parts[LATER]
            table.add_section()
        console.print(table)
    table = Table(*COLUMNS, title="all files")
    for name, answers in later.items():
        table.add_row(LATER, name, *shares(answers))
    console.print(table, by_category(later[PRODUCT]))


if __name__ == "__main__":
    main()
