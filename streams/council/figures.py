"""How fast the city answers, in figures: one row for each agency, category, kelurahan or week."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from schemas.cases import Cases, Counts, Flags, Seconds
from schemas.catalog.models import Catalog
from streams.council.promised import Promised, promised
from streams.council.reached import reached

HOUR_S = 3_600
SHARES = (0.5, 0.9)


@dataclass(frozen=True, slots=True)
class Row:
    """`definitions.toml` says what each figure is. Hours and shares are None where they are not known."""

    group: str
    reports: int
    voices: int
    cases: int
    open: int
    unanswered: int
    answer_median_h: float | None
    answer_p90_h: float | None
    accept_promises: int
    accept_kept: float | None
    given_up: int
    unresolved: int
    resolve_median_h: float | None
    resolve_p90_h: float | None
    resolve_promises: int
    resolve_kept: float | None
    resolved_once: int
    reopened: float | None
    judged: int
    rejected: float | None
    recurs: float | None
    resolved: int
    by_partner: float | None


def rows(cases: Cases, catalog: Catalog) -> list[Row]:
    """One for each group, in order of its name; none for no cases."""
    if not len(cases):
        return []
    times = _Times.of(cases, catalog)
    names = sorted(set(cases.groups))
    place = {name: number for number, name in enumerate(names)}
    numbers = np.fromiter(map(place.__getitem__, cases.groups), np.intp, len(cases))
    members = np.split(np.argsort(numbers, kind="stable"), np.bincount(numbers).cumsum()[:-1])
    return [_row(name, cases, times, these) for name, these in zip(names, members, strict=True)]


def whole(cases: Cases, catalog: Catalog) -> Row:
    """All of them as one."""
    return _row("", cases, _Times.of(cases, catalog), np.arange(len(cases)))


class _Times(NamedTuple):
    """What is worked out of all cases at once."""

    is_answered: Flags
    is_done: Flags
    waits: Flags
    answered_s: Seconds
    done_s: Seconds
    promised: Promised

    @classmethod
    def of(cls, cases: Cases, catalog: Catalog) -> "_Times":
        now = cases.taken_at.timestamp()
        is_answered, is_done = ~np.isnan(cases.answered), ~np.isnan(cases.done)
        still = np.maximum(now - cases.began, 0)
        # Who gave up does not make the others quicker: it will never be done.
        never = np.where(cases.given_up, np.inf, still)
        return cls(
            is_answered,
            is_done,
            ~is_done & ~cases.given_up,
            np.where(is_answered, cases.answered - cases.began, still),
            np.where(is_done, cases.done - cases.began, never),
            promised(cases, catalog),
        )


def _row(group: str, cases: Cases, times: _Times, these: Counts) -> Row:
    def many(flags: Flags) -> int:
        return int(flags[these].sum())

    def summed(counts: Counts) -> int:
        return int(counts[these].sum())

    answers = _hours(times.answered_s, times.is_answered, these)
    fixes = _hours(times.done_s, times.is_done, these)
    fixed, judged = many(cases.resolved_once), summed(cases.judged)
    accept, resolve = times.promised
    accepts, resolves = many(accept.due), many(resolve.due)
    return Row(
        group=group,
        reports=summed(cases.reports),
        voices=summed(cases.voices),
        cases=len(these),
        open=many(cases.open),
        unanswered=many(~times.is_answered),
        answer_median_h=answers[0],
        answer_p90_h=answers[1],
        accept_promises=accepts,
        accept_kept=_share(many(accept.due & accept.kept), accepts),
        given_up=many(cases.given_up),
        unresolved=many(times.waits),
        resolve_median_h=fixes[0],
        resolve_p90_h=fixes[1],
        resolve_promises=resolves,
        resolve_kept=_share(many(resolve.due & resolve.kept), resolves),
        resolved_once=fixed,
        reopened=_share(many(cases.reopened), fixed),
        judged=judged,
        rejected=_share(summed(cases.rejected), judged),
        recurs=_share(many(cases.recurs), len(these)),
        resolved=many(times.is_done),
        by_partner=_share(many(cases.by_partner & times.is_done), many(times.is_done)),
    )


def _hours(seconds: Seconds, happened: Flags, these: Counts) -> Sequence[float | None]:
    found = reached(seconds[these], happened[these], SHARES)
    return [None if one is None else round(one / HOUR_S, 2) for one in found]


def _share(part: int, of: int) -> float | None:
    return round(part / of, 4) if of else None
