"""A run as a table."""

import statistics
from collections.abc import Iterator, Sequence

from tests.chaos.run import Plan
from tests.chaos.verdict import RECOVERS_S, ROLLS_S, Verdict


def lines(plan: Plan, verdict: Verdict) -> Iterator[str]:
    """In Markdown; what is wrong comes last."""
    minutes = verdict.took_s / 60
    total = sum(verdict.done.values())
    yield f"seed {plan.seed}, {minutes:.1f} minutes, {plan.rate_s:g} reports a second asked for"
    yield ""
    yield "| what | figure |"
    yield "| --- | --- |"
    yield f"| disturbances | {total}, {total / minutes:.1f} a minute |"
    for kind, times in sorted(verdict.done.items(), key=lambda one: -one[1]):
        missed = f" (and {verdict.missed[kind]} times nobody to do it to)" if verdict.missed.get(kind) else ""
        yield f"| {kind} | {times}{missed} |"
    for kind in sorted(verdict.missed.keys() - verdict.done.keys()):
        yield f"| {kind} | 0 (and {verdict.missed[kind]} times nobody to do it to) |"
    for what, number in verdict.numbers.items():
        yield f"| {what} | {number} |"
    for role, all_s in sorted(verdict.recoveries.items()):
        yield f"| from SIGKILL of {role} to processed again, at most {RECOVERS_S:g} s | {_spread(all_s)} |"
    if verdict.gaps:
        yield f"| longest gap of a rolling restart, at most {ROLLS_S:g} s | {_spread(verdict.gaps)} |"
    for what, cases in verdict.cases.items():
        yield f"| {what} | {len(cases)} |"
    yield ""
    yield from verdict.faults or ["nothing is wrong"]


def _spread(all_s: Sequence[float]) -> str:
    return f"p50 {statistics.median(all_s):.1f} s, max {max(all_s):.1f} s, of {len(all_s)}"
