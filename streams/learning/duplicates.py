"""`sinergi train duplicates`: a model from reports whose incidents people know, and figures of later ones."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean

from streams.core.dedupe import Bounds, Model
from streams.learning.duplicate_figures import DuplicateFigures, duplicate_figures, hidden, missed
from streams.learning.fitting import fitted
from streams.learning.linked import Linked, of_kinds
from streams.learning.pairs import Pair, pairs
from streams.learning.streaming import Decided, stream
from streams.weights.duplicates_file import read_kinds

JOINS_FROM = (-2.5, -2.25, -2.0, -1.75, -1.5, -1.25, -1.0, -0.75, -0.5)
ASKS_BELOW = (3.0, 2.5, 2.0, 1.75, 1.5, 1.25, 1.0, 0.75, 0.5, 0.25)
"""How far below the threshold of joining the zone of asking may begin."""

ASK_SHARE_MAX = 0.08
"""More questions than these, of all reports and over all cities alike, nobody answers."""


def untrained() -> Model:
    """What is known before any training: bounds, and kinds by the words of their names. Raises `Mistakes`."""
    kinds = read_kinds(Path(__file__).parent / "kinds.toml")
    return Model(0.0, 0.0, 0.0, (), Bounds(), kinds)


class TooFewLinksError(Exception):
    """A file needs linked reports in each quarter of its time, to learn from and to be tested on."""


@dataclass(frozen=True, slots=True)
class Training:
    """The model of all reports; and how a model of the earlier halves did on the later ones, by file.

    `chosen` holds how each threshold did in the earlier halves: the sum that the best was chosen by.
    `wrong` names the kinds that were tested: how many reports of a known incident, how many of them were
    hidden, how many missed. `corrected` counts the pairs that operators of this city decided.
    """

    model: Model
    tested: Mapping[str, DuplicateFigures]
    chosen: Mapping[float, float]
    wrong: Mapping[str, tuple[int, int, int]]
    corrected: int = 0


@dataclass(frozen=True, slots=True)
class _City:
    name: str
    reports: Sequence[Linked]
    pairs: Sequence[Pair]

    def at(self, share: float) -> float:
        """The moment at which this share of the time is over."""
        first, last = self.reports[0].sighting.at, self.reports[-1].sighting.at
        return first + share * (last - first)

    def between(self, begin: float, end: float) -> list[Pair]:
        """The pairs of a part of the time."""
        return [pair for pair in self.pairs if self.at(begin) <= pair.at < self.at(end)]


def train_duplicates(
    files: Mapping[str, Sequence[Linked]], base: Model, corrected: Sequence[Linked] = ()
) -> Training:
    """Fit on all; choose the thresholds and test without ever looking at what is tested.

    Thresholds are those that do best on a quarter of the time with the weights of the other quarter of the
    earlier half. What operators `corrected` is learned from and not tested. Raises `TooFewLinksError`.
    """
    cities = [_City(name, reports, tuple(pairs(reports, base))) for name, reports in files.items()]
    for city in cities:
        for begin, end in ((0, 0.25), (0.25, 0.5), (0.5, 1)):
            if not any(pair.same for pair in city.between(begin, end)):
                raise TooFewLinksError(f"{city.name}: no links between {begin:.0%} and {end:.0%} of its time")
    chosen, join_from, ask_from = _thresholds(cities, base)
    base = replace(base, join_from=join_from, ask_from=ask_from)
    own = list(pairs(corrected, base))
    earlier = fitted([city.between(0, 0.5) for city in cities], base)
    decided = {city.name: stream(of_kinds(city.reports, earlier), earlier) for city in cities}
    return Training(
        model=fitted([city.pairs for city in cities], base, own),
        tested={city.name: duplicate_figures(decided[city.name], city.at(0.5)) for city in cities},
        chosen=chosen,
        wrong=_wrong([(decided[city.name], city.at(0.5)) for city in cities]),
        corrected=sum(pair.sure for pair in own),
    )


def _wrong(tested: Sequence[tuple[Sequence[Decided], float]]) -> dict[str, tuple[int, int, int]]:
    told, lost, apart = (
        Counter(
            one.linked.sighting.kind.name
            for decided, since in tested
            for one in found(decided)
            if one.linked.known and one.linked.sighting.at >= since
        )
        for found in (list, hidden, missed)
    )
    return {kind: (told[kind], lost[kind], apart[kind]) for kind in sorted(told)}


def _thresholds(cities: Sequence[_City], base: Model) -> tuple[dict[float, float], float, float]:
    """B-cubed F1 less the reports that are hidden, summed; and the widest zone that asks seldom enough."""
    chosen: dict[float, float] = {}
    asks: dict[float, float] = {}
    models = [fitted([city.between(*part) for city in cities], base) for part in ((0.25, 0.5), (0, 0.25))]
    for join_from in JOINS_FROM:
        tried = [
            _tried(city, replace(model, join_from=join_from, ask_from=join_from - ASKS_BELOW[0]), *part)
            for model, part in zip(models, ((0, 0.25), (0.25, 0.5)), strict=True)
            for city in cities
        ]
        chosen[join_from] = round(sum(one.b3_f1 - one.hidden for one in tried), 4)
        below = [b for b in ASKS_BELOW if fmean(one.asks[b] for one in tried) <= ASK_SHARE_MAX]
        asks[join_from] = join_from - (below[0] if below else 0.0)
    best = max(JOINS_FROM, key=lambda join_from: (chosen[join_from], join_from))
    return chosen, best, asks[best]


@dataclass(frozen=True, slots=True)
class _Tried:
    b3_f1: float
    hidden: float
    asks: Mapping[float, float]


def _tried(city: _City, model: Model, begin: float, end: float) -> _Tried:
    known = [one for one in city.reports if one.sighting.at < city.at(end)]
    decided = stream(of_kinds(known, model), model)
    found = duplicate_figures(decided, city.at(begin), city.at(end))
    scored = [one for one in decided if one.linked.sighting.at >= city.at(begin)]
    asks = {below: _share(scored, model.join_from - below) for below in ASKS_BELOW}
    return _Tried(found.b3_f1, found.hidden_incident_rate, asks)


def _share(decided: Sequence[Decided], ask_from: float) -> float:
    asked = sum(one.perhaps is not None and (one.score or 0.0) >= ask_from for one in decided)
    return asked / max(1, len(decided))
