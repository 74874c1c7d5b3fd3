"""The stream: what begins is told of by its witnesses, in order of time, and never held in memory whole."""

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from random import Random
from typing import NamedTuple, TypeAlias

from schemas.catalog.models import Catalog
from streams.simulator.city.ground import Ground
from streams.simulator.city.hushed import heard_of, tells_of
from streams.simulator.city.incidents import (
    WALKS,
    Incident,
    Opening,
    back_again,
    incident_of,
    moments,
    open_somewhere,
    walk,
)
from streams.simulator.city.kinds import Kind, load_kinds, load_rhythms, load_speech, load_storms
from streams.simulator.city.rates import HOUR_S, Rates, storms_of
from streams.simulator.city.strange_catalog import StrangeCatalogError
from streams.simulator.city.witnesses import Said, Witnesses, hash_of, reporter
from streams.simulator.city.wording import Tongue
from streams.simulator.scene import load_voices

AGAIN_S = (120.0, 1_500.0)
"""So long after the first time somebody tells it again."""
REDELIVERED = 0.004
REDELIVERED_S = (1.0, 90.0)
CROWD = 1.7
"""Reports an incident, before any was seen."""
GUESSES = 50
"""`CROWD` weighs as much as so many incidents."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A record on its way. `again`: the channel sends what it has sent before, to the byte."""

    said: Said
    again: bool = False


@dataclass(slots=True)
class _Crowd:
    """The witnesses of an incident who have not told yet."""

    incident: Incident
    moments: list[float]
    told: int = 0
    held: str = ""
    """Hash of the last photo that was shown."""


class _Resend(NamedTuple):
    said: Said


class _Redelivery(NamedTuple):
    said: Said


_Event: TypeAlias = Opening | _Crowd | _Resend | _Redelivery


@dataclass(slots=True)
class City:
    """A city that lives for a while, once: every draw moves `rng` on."""

    ground: Ground
    rates: Rates
    witnesses: Witnesses
    end_s: float
    """The last second."""
    rng: Random
    tells: tuple[float, ...]
    """By kelurahan, the share of those who see something that tell of it."""
    _walkable: tuple[Kind, ...]
    _left: int = 0
    """Reports that no incident has claimed yet."""
    _claimed: int = 0
    _share: float = 0.0
    _incidents: int = 0
    _reports: int = 0
    _serial: int = 0
    _due: list[tuple[float, int, _Event]] = field(default_factory=list)

    @classmethod
    def of(cls, catalog: Catalog, begins: datetime, days: int, rng: Random, *, quiet: float = 0.0) -> "City":
        """Of a catalog, from a midnight of the city's time. Raises `StrangeCatalogError`.

        In a share of the kelurahan, `quiet`, people tell of `QUIET` of what elsewhere they would.
        """
        kinds = load_kinds()
        if unknown := sorted(kinds.keys() - catalog.categories.keys()):
            lacking = f"the simulated city tells of {', '.join(unknown)}, which the catalog has not"
            raise StrangeCatalogError(f"{lacking}; simulate with another (SINERGI_CATALOG)")
        ground = Ground.of(catalog, rng)
        hours = days * 24
        rates = Rates.of(
            kinds,
            load_rhythms(),
            storms_of(load_storms(), kinds, ground, hours, rng),
            ground,
            first_day=begins.weekday(),
            hours=hours,
            rng=rng,
        )
        witnesses = Witnesses(Tongue(ground, kinds, load_speech(), load_voices()), ground, begins)
        walkable = tuple(kind for kind in kinds.values() if kind.walkable)
        tells = tells_of(len(ground.wards), quiet, rng)
        return cls(ground, rates, witnesses, hours * HOUR_S - 1.0, rng, tells, walkable)

    @property
    def channels(self) -> Collection[str]:
        """By which its citizens speak, whatever others the catalog has."""
        return self.witnesses.tongue.speech.manners.keys()

    def deliveries(self, reports: int) -> Iterator[Delivery]:
        """So many reports in order of time, and besides what is delivered twice."""
        self._left = reports
        begins_s = self._next_s()
        while self._left or self._due:
            if self._left and (not self._due or begins_s <= self._due[0][0]):
                self._open(open_somewhere(begins_s, self.rates, self.ground, self.rng))
                begins_s = self._next_s()
                continue
            at_s, _, event = heapq.heappop(self._due)
            match event:
                case Opening():
                    self._open(event)
                case _Crowd():
                    yield self._told(event, at_s)
                case _Resend(said):
                    self._reports += 1
                    yield self._sent(self.witnesses.again(said, at_s, self._reports, self.rng))
                case _Redelivery(said):
                    yield Delivery(said, again=True)

    def _next_s(self) -> float:
        """When something next begins by itself.

        It is the first of as many points as the reports that are left will make incidents, thrown evenly
        on what is left of the whole: so all come in order, and their number is right, without being kept.
        """
        incidents = self._left * (self._incidents + GUESSES) / (self._claimed + GUESSES * CROWD)
        self._share = 1 - (1 - self._share) * (1 - self.rng.random()) ** (1 / max(1.0, incidents))
        return min(self.rates.moment_s(self._share), self.end_s)

    def _open(self, opening: Opening) -> None:
        """An incident begins, unless the time or the reports are over."""
        rng = self.rng
        if not self._left or opening.at_s > self.end_s:
            return
        if opening.kind.walkable and not (opening.walker or opening.storm) and rng.random() < WALKS:
            opening = replace(opening, walker=reporter("sorot", rng))
            for stop in walk(opening, self._walkable, rng):
                self._put(stop.at_s, stop)
        self._incidents += 1
        incident = incident_of(
            opening,
            f"sim-{self._incidents:07d}",
            rng.choice(self.witnesses.tongue.speech.corners),
            end_s=self.end_s,
            reports_max=self._left,
            rng=rng,
        )
        incident, told = heard_of(incident, moments(incident, rng), self.tells[opening.road.ward], rng)
        if told:
            self._left -= incident.reports
            self._claimed += incident.reports
            self._put(told[0], _Crowd(incident, told))
        if back := back_again(incident, rng):
            self._put(back.at_s, back)

    def _told(self, crowd: _Crowd, at_s: float) -> Delivery:
        """The next of the crowd has told."""
        self._reports += 1
        said = self.witnesses.tell(
            crowd.incident, at_s, self._reports, self.rng, first=crowd.told == 0, held=crowd.held
        )
        if crowd.told == crowd.incident.resent:
            self._put(min(at_s + self.rng.uniform(*AGAIN_S), crowd.incident.until_s), _Resend(said))
        crowd.held = hash_of(said) or crowd.held
        crowd.told += 1
        if crowd.told < len(crowd.moments):
            self._put(crowd.moments[crowd.told], crowd)
        return self._sent(said)

    def _sent(self, said: Said) -> Delivery:
        if self.rng.random() < REDELIVERED:
            self._put(min(said.at_s + self.rng.uniform(*REDELIVERED_S), self.end_s), _Redelivery(said))
        return Delivery(said)

    def _put(self, at_s: float, event: _Event) -> None:
        if at_s <= self.end_s:
            self._serial += 1
            heapq.heappush(self._due, (at_s, self._serial, event))
