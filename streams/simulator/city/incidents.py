"""Incidents: where one is, how long it lasts, how many tell of it, and whether it comes back."""

import math
from dataclasses import dataclass
from random import Random

from streams.simulator.city.ground import Ground, Road
from streams.simulator.city.kinds import Kind
from streams.simulator.city.rates import DAY_S, HOUR_S, Rates, Storm

CROWD_MAX = 400
RESENT = 0.05
"""Share of incidents that one of their witnesses tells of twice."""
WALKS = 0.03
"""Share of the walkable ones on which somebody goes on and tells of the next."""
STOPS = (2, 5)
STRIDE_M = (8.0, 60.0)
STRIDE_S = (40.0, 200.0)
BACK_AFTER_H = (2.0, 400.0)
NEVER = 0.07
"""Share that nobody ever mends."""
LONG_H = 24 * 120
SHORTEST_S = 600.0
AWAKE_S = 5 * HOUR_S
"""Of a day that begins at midnight."""
ASLEEP = 0.7
"""Share of those who would tell of it before then, and see it at another time instead."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Something begins. `walker` is the citizen who comes by just then; `before`, what was here already."""

    at_s: float
    kind: Kind
    road: Road
    x: float
    y: float
    storm: Storm | None = None
    walker: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Incident:
    """One real-world problem. Times in seconds after the beginning of the simulation, a midnight.

    `until_s` is the last moment at which anybody tells of it, `mended_s` is None if nobody mends it;
    `resent` is the number of the witness who tells it twice, -1 for none; `tells` the share of those who see
    it that tell of it, where people tell of less than elsewhere.
    """

    id: str
    opening: Opening
    mended_s: float | None
    until_s: float
    witnesses: int
    resent: int
    thing: str
    corner: str
    tells: float = 1.0

    @property
    def kind(self) -> Kind:
        """What it is."""
        return self.opening.kind

    @property
    def reports(self) -> int:
        """How many speak of it in all."""
        return self.witnesses + (self.resent >= 0)


def open_somewhere(at_s: float, rates: Rates, ground: Ground, rng: Random) -> Opening:
    """Something begins at that moment."""
    kind, storm = rates.what(at_s, rng)
    road = rng.choice(ground.wards[rates.ward(kind, storm, rng)].roads)
    x, y = road.at(rng.uniform(-road.half_m, road.half_m))
    return Opening(at_s, kind, road, x, y, storm)


def incident_of(
    opening: Opening, id: str, corner: str, *, end_s: float, reports_max: int, rng: Random
) -> Incident:
    """Its fate. `reports_max` is at least 1."""
    kind = opening.kind
    life_s = min(rng.lognormvariate(math.log(kind.life_h), kind.life_sigma), LONG_H) * HOUR_S
    mended_s = opening.at_s + max(SHORTEST_S, life_s)
    crowd = opening.storm.kind.crowd if opening.storm else kind.crowd
    many = 1 if crowd is None else int(min(CROWD_MAX, (1 - rng.random()) ** (-1 / crowd)))
    witnesses = min(many, reports_max)
    resent = rng.randrange(witnesses) if witnesses < reports_max and rng.random() < RESENT else -1
    return Incident(
        id,
        opening,
        None if rng.random() < NEVER else mended_s,
        min(mended_s, end_s),
        witnesses,
        resent,
        rng.choice(kind.things),
        corner,
    )


def moments(incident: Incident, rng: Random) -> list[float]:
    """When its witnesses tell of it, the first soon, most of the others early; in order, within its life."""
    opened_s, until_s = incident.opening.at_s, incident.until_s
    first_s = opened_s
    if incident.opening.walker is None:
        first_s += (until_s - opened_s) * 0.1 * rng.random() ** 2
    later = []
    for _ in range(incident.witnesses - 1):
        at_s = first_s + (until_s - first_s) * rng.random() ** 3
        if at_s % DAY_S < AWAKE_S and rng.random() < ASLEEP:
            at_s = first_s + (until_s - first_s) * rng.random() ** 3
        later.append(at_s)
    return [first_s, *sorted(later)]


def back_again(incident: Incident, rng: Random) -> Opening | None:
    """The same at the same spot, some time after it was mended."""
    if incident.mended_s is None or rng.random() >= incident.kind.returns:
        return None
    opening = incident.opening
    low_h, high_h = BACK_AFTER_H
    at_s = incident.mended_s + low_h * (high_h / low_h) ** rng.random() * HOUR_S
    x, y = opening.x + rng.gauss(0, 2), opening.y + rng.gauss(0, 2)
    return Opening(at_s, opening.kind, opening.road, x, y, before=incident.id)


def walk(opening: Opening, kinds: tuple[Kind, ...], rng: Random) -> list[Opening]:
    """What somebody who tells of this sees a few steps on: other incidents, often of the same kind."""
    stops, at_s, x, y = [], opening.at_s, opening.x, opening.y
    side = rng.choice((1, -1))
    for _ in range(rng.randint(*STOPS) - 1):
        at_s += rng.uniform(*STRIDE_S)
        stride_m = side * rng.uniform(*STRIDE_M)
        x, y = x + stride_m * opening.road.east, y + stride_m * opening.road.north
        kind = opening.kind if rng.random() < 0.5 else rng.choice(kinds)
        stops.append(Opening(at_s, kind, opening.road, x, y, walker=opening.walker))
    return stops
