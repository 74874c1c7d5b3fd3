"""A catalog and its weights as one thing to try: what triage knows by them, and what resolve decides by."""

from dataclasses import dataclass
from pathlib import Path

import streams.weights
from schemas.catalog import load
from schemas.catalog.models import Catalog
from streams.core.classify.weights import Weights
from streams.core.dedupe import Model
from streams.core.rules import Rules
from streams.core.understand import Knowledge

_ONLY_RESOLVE = {
    *("routes", "private", "spread_m", "lasts_h", "examples", "description", "label"),
    *("promises", "proof", "votes"),
}
"""What triage reads of no category."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where rules lie; None stands for those that come with Sinergi."""

    catalog: Path | None
    weights: Path | None


@dataclass(frozen=True, slots=True, eq=False)
class RuleSet:
    """Rules, ready for use."""

    rules: Rules
    knowledge: Knowledge

    @classmethod
    def of(cls, catalog: Catalog, weights: Weights, model: Model) -> "RuleSet":
        """Prepare a catalog and what training found of its categories and of duplicates."""
        return cls(Rules.of(catalog, model), Knowledge.of(catalog, weights))

    @property
    def catalog(self) -> Catalog:
        """The names of things, too."""
        return self.rules.catalog

    @property
    def reach_days(self) -> float:
        """No older report changes what becomes of one."""
        return self.rules.model.bounds.active_days


def load_both(in_force: Source, candidate: Source) -> tuple[RuleSet, RuleSet]:
    """Both rule sets; they share their knowledge where triage would find the same by either.

    Raises `Mistakes`, naming file and line.
    """
    before, after = _read(in_force), _read(candidate)
    catalog, _, model = after
    ready = RuleSet.of(*before)
    same_words = _words(in_force.weights) == _words(candidate.weights)
    if same_words and _as_triage_reads(catalog) == _as_triage_reads(ready.catalog):
        return ready, RuleSet(Rules.of(catalog, model), ready.knowledge)
    return ready, RuleSet.of(*after)


def _read(source: Source) -> tuple[Catalog, Weights, Model]:
    weights = source.weights
    return load(source.catalog), streams.weights.load(weights), streams.weights.load_duplicates(weights)


def _words(weights: Path | None) -> bytes:
    """The file that classifies."""
    return streams.weights.path_of(streams.weights.CLASSIFICATION, weights).read_bytes()


def _as_triage_reads(catalog: Catalog) -> object:
    """All but what only resolve reads; a field that is not known to be of that kind costs time, no truth."""
    categories = {id: one.model_dump(exclude=_ONLY_RESOLVE) for id, one in catalog.categories.items()}
    return catalog.model_dump(exclude={"agencies": True, "messages": True, "categories": True}), categories
