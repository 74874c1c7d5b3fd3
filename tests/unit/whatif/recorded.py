"""Recorded reports of the small city, and rules to try on them."""

import json
import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from schemas.catalog.models import Catalog
from schemas.rejection import Origin
from sinks.recorded import Original
from streams.core.classify.weights import Weights
from streams.core.dedupe import Kind
from streams.core.dedupe.model import linear
from streams.core.geo import DEGREE_M
from streams.whatif.rule_set import RuleSet
from streams.whatif.trial import Trial, understand_all
from tests.unit.core.catalog import small_catalog
from tests.unit.core.model import MODEL
from tests.unit.core.reports import LAT, LON

ALIKE = 99.0
"""So much must speak for one incident that reports of two categories never join."""


def original(id: str, north_m: float = 0, *, channel: str = "sorot", **fields: Any) -> Original:
    """A report so many metres north of the middle of Anggrek; its recorded incident means nothing."""
    said = {"id": id, "reported_at": "2026-11-24T12:00:00+07:00", "text": "banjir"}
    place = {"lat": LAT + north_m / DEGREE_M, "lon": LON, "accuracy_m": 1}
    value = json.dumps(said | place | fields).encode()
    return Original(channel, id, Origin(topic=f"reports.{channel}", partition=0, offset=0), value, "")


def rules(*, radius_m: float = 35, catalog: Catalog | None = None) -> RuleSet:
    """The small city's, where reports of one category are joined within a radius."""
    model = replace(
        MODEL,
        bias=math.log1p(radius_m / Kind().spread_m) - ALIKE,
        join_from=0.0,
        ask_from=0.0,
        weights=(linear("apart_in_spreads", -1.0), linear("same_category", ALIKE)),
        bounds=replace(MODEL.bounds, extent_m=1_000.0),
    )
    return RuleSet.of(catalog or small_catalog(), Weights.none(), model)


def tried(rule_set: RuleSet, *originals: Original, before: Sequence[Original] = ()) -> Trial:
    """Those reports decided; the ones `before` them do not count."""
    trial = Trial(rule_set)
    trial.take(understand_all(before, rule_set.knowledge), counts=False)
    trial.take(understand_all(originals, rule_set.knowledge), counts=True)
    return trial
