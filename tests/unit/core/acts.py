"""Generated reports in one place, what operators do to their incidents, and when commands arrive."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from operator import add

from hypothesis import strategies as st

from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport
from schemas.correction import (
    Apart,
    Merge,
    Move,
    NoReport,
    Reclassify,
    Reroute,
    Split,
    Undo,
    What,
    report_name_of,
)
from tests.unit.core.corrected_city import Books, Event, order
from tests.unit.core.reports import classified, point, supporting


@dataclass(frozen=True)
class Act:
    """Something an operator does: a kind, and numbers that choose among what is there."""

    kind: str
    first: int
    second: int
    some: tuple[int, ...]


@dataclass(frozen=True)
class Pointing:
    """A report, and a number that chooses the incident which it supports among what is there."""

    report: ClassifiedReport
    which: int


KINDS = (
    "merge",
    "merge",
    "split",
    "move",
    "move",
    "reclassify",
    "reroute",
    "no_report",
    "apart",
    "undo",
    "undo",
)
acts = st.builds(
    Act, st.sampled_from(KINDS), st.integers(0, 7), st.integers(0, 7), st.tuples(*[st.integers(0, 9)] * 2)
)
reports = st.builds(
    partial(classified, "r", place=point()),
    channel=st.sampled_from(("sorot", "callcenter")),
    category=st.sampled_from(("banjir", "banjir", "selokan", "lampu")),
    reporter=st.sampled_from((None, "x", "y")),
    urgency=st.sampled_from((Urgency.NORMAL, Urgency.EMERGENCY)),
    text=st.sampled_from(("banjir", "air naik")),
    photos=st.sampled_from(((), ("p1",), ("p2", "p3"))),
    after=st.sampled_from((timedelta(0), timedelta(minutes=9), timedelta(days=1), timedelta(days=9))),
)
"""All in one place, so that most join."""
pointing = st.builds(Pointing, reports, st.integers(0, 7))
steps = st.builds(
    add,
    st.lists(reports, min_size=4, max_size=8),
    st.lists(st.one_of(reports, pointing, acts, acts, st.none()), max_size=16),
)
"""Reports, corrections, and moments at which one command between keys arrives."""


def what_of(act: Act, books: Books) -> What | None:
    """The correction that the act comes to, if there is anything to correct."""
    known = sorted(books.incidents)
    if act.kind == "undo":
        entries = [entry for entry in books.entries.values() if entry.incidents]
        if not entries:
            return None
        entry = entries[-1 - act.first % min(3, len(entries))]
        return Undo(correction=entry.correction.id, incident=entry.incidents[-1])
    if not known:
        return None
    incident, other = known[act.first % len(known)], known[act.second % len(known)]
    members = books.members(incident) or tuple(books.links.values())
    names = [report_name_of(members[number % len(members)].key) for number in act.some]
    category = ("banjir", "selokan", "lampu")[act.second % 3]
    return {
        "merge": Merge(incident=incident, into=other),
        "split": Split(incident=incident, reports=tuple(names)),
        "move": Move(report=names[0], incident=incident, into=other),
        "reclassify": Reclassify(incident=incident, category=category),
        "reroute": Reroute(incident=incident, agencies=("layanan", "air")[: 1 + act.second % 2]),
        "no_report": NoReport(incident=incident),
        "apart": Apart(incident=incident, other=other),
    }[act.kind]


def named(report: ClassifiedReport, id: str) -> ClassifiedReport:
    return report.model_copy(update={"report": report.report.model_copy(update={"id": id}), "digest": id})


def play(
    script: Sequence[object], books: Books, look: Callable[[Books], None] = lambda _: None
) -> list[Event]:
    """Do all of it, and say what came in; `look` sees every moment."""
    log: list[Event] = []
    for number, step in enumerate(script):
        if isinstance(step, ClassifiedReport):
            log.append(named(step, f"r{number}"))
        elif isinstance(step, Pointing) and (known := sorted(books.incidents)):
            pointing = supporting(step.report, known[step.which % len(known)])
            log.append(named(pointing, f"r{number}"))
        elif isinstance(step, Act) and (what := what_of(step, books)):
            log.append(order(f"c{number}", what))
        elif books.sent:
            log.append(books.sent.pop(0))
        else:
            continue
        books.take([log[-1]])
        look(books)
    while books.sent:
        log.append(books.sent.pop(0))
        books.take([log[-1]])
        look(books)
    return log
