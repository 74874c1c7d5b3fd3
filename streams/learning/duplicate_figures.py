"""How good de-duplication is against the links that people made. Pure."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from streams.learning.linked import UNLABELLED
from streams.learning.streaming import Decided


@dataclass(frozen=True, slots=True)
class DuplicateFigures:
    """Shares between 0 and 1, of the `labelled` reports, whose incident is known, but for two.

    `recall`: of the links that hold labelled incidents together, those found. `hidden_incident_rate`:
    reports in an incident that another problem claimed first, to which nobody is sent. `ask_share`: of all
    reports. `absorbed_unlabelled`: of the reports that nobody linked, those joined to anything: an upper
    bound of wrong joins, since people link only what they notice.
    """

    n: int
    labelled: int
    recall: float
    b3_f1: float
    pair_f1: float
    hidden_incident_rate: float
    absorbed_unlabelled: float
    ask_share: float
    recall_if_answered: float


def duplicate_figures(
    decided: Sequence[Decided], since: float = float("-inf"), until: float = float("inf")
) -> DuplicateFigures:
    """The figures of the reports of a time; what came before counts as what they are compared with."""
    claims = _claims(decided)
    scored = [one for one in decided if since <= one.linked.sighting.at < until]
    labelled = [one for one in scored if one.linked.known]
    pairs = [(one.linked.truth, one.incident) for one in labelled]
    merged = _answered(decided, claims)
    return DuplicateFigures(
        n=len(scored),
        labelled=len(labelled),
        recall=_recall(pairs),
        b3_f1=_b_cubed(pairs),
        pair_f1=_pairwise(pairs),
        hidden_incident_rate=_share(claims[found] != truth for truth, found in pairs),
        absorbed_unlabelled=_share(one.joined for one in scored if one.linked.quality == UNLABELLED),
        ask_share=_share(one.perhaps is not None for one in scored),
        recall_if_answered=_recall([(truth, merged.get(found, found)) for truth, found in pairs]),
    )


def hidden(decided: Sequence[Decided]) -> list[Decided]:
    """Reports in an incident that another problem claimed first."""
    claims = _claims(decided)
    return [one for one in decided if one.linked.known and claims[one.incident] != one.linked.truth]


def missed(decided: Sequence[Decided]) -> list[Decided]:
    """Reports that went to an incident where no other of their problem was, though there were others."""
    pieces: dict[str, set[str]] = {}
    apart = []
    for one in decided:
        if one.linked.known:
            known = pieces.setdefault(one.linked.truth, set())
            if known and one.incident not in known:
                apart.append(one)
            known.add(one.incident)
    return apart


def _claims(decided: Iterable[Decided]) -> dict[str, str]:
    """The problem that each found incident stands for: that of its first labelled report."""
    claims: dict[str, str] = {}
    for one in decided:
        if one.linked.known:
            claims.setdefault(one.incident, one.linked.truth)
    return claims


def _answered(decided: Iterable[Decided], claims: Mapping[str, str]) -> dict[str, str]:
    """Into what each incident would have been merged, had a person answered every question rightly."""
    merged: dict[str, str] = {}
    for one in decided:
        if one.perhaps is not None and one.linked.known and claims.get(one.perhaps) == one.linked.truth:
            merged[one.incident] = merged.get(one.perhaps, one.perhaps)
    return merged


def _recall(pairs: Sequence[tuple[str, str]]) -> float:
    """(k - pieces) over (k - 1), summed over incidents of k reports."""
    links = len(pairs) - len({truth for truth, _ in pairs})
    return round((len(pairs) - len(set(pairs))) / links, 4) if links else 0.0


def _b_cubed(pairs: Sequence[tuple[str, str]]) -> float:
    """F1 of the mean precision and recall of a report (Bagga and Baldwin, 1998)."""
    if not pairs:
        return 0.0
    truths, founds, both = Counter(t for t, _ in pairs), Counter(f for _, f in pairs), Counter(pairs)
    precision = sum(both[pair] / founds[pair[1]] for pair in pairs) / len(pairs)
    recall = sum(both[pair] / truths[pair[0]] for pair in pairs) / len(pairs)
    return round(2 * precision * recall / (precision + recall), 4)


def _pairwise(pairs: Sequence[tuple[str, str]]) -> float:
    true, found = _couples(t for t, _ in pairs), _couples(f for _, f in pairs)
    return round(2 * _couples(pairs) / (true + found), 4) if true + found else 0.0


def _couples(values: Iterable[Hashable]) -> int:
    return sum(n * (n - 1) // 2 for n in Counter(values).values())


def _share(hits: Iterable[bool]) -> float:
    held = list(hits)
    return round(sum(held) / len(held), 4) if held else 0.0
