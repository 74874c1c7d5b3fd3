"""How often what begins where: by category, kelurahan and hour of the week; and storms that break into it."""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from streams.simulator.city.ground import Ground
from streams.simulator.city.kinds import Kind, Rhythm, StormKind

HOUR_S = 3_600
DAY_S = 24 * HOUR_S
WEEK_H = 168
UNEVEN = 2.0
"""Shape of the gamma that makes a kelurahan worse than others at one kind of thing; 10 is hardly uneven."""


@dataclass(frozen=True, slots=True)
class Storm:
    """From hour to hour of the simulation (the last not included), in these kelurahan."""

    id: str
    kind: StormKind
    first_h: int
    end_h: int
    wards: tuple[int, ...]
    kinds: tuple[Kind, ...]
    shares: tuple[float, ...]
    """Running sums of the kinds' weights."""


@dataclass(frozen=True, slots=True)
class Rates:
    """Expectations, summed up so that one number between 0 and 1 is a moment."""

    kinds: tuple[Kind, ...]
    first_day: int
    """Of the week: 0 is a Monday."""
    week: tuple[tuple[float, ...], ...]
    """By hour of the week, running sums of the kinds' rates."""
    hours: tuple[float, ...]
    """Running sums of what is expected in each hour, storms included."""
    storms: tuple[Storm, ...]
    stormy: Mapping[int, tuple[Storm, ...]]
    """Storms by hour."""
    mean: float
    """Of an hour without storms."""
    wards: Mapping[str, tuple[float, ...]]
    """By kind, running sums of the kelurahan's weights."""

    @classmethod
    def of(
        cls,
        kinds: Mapping[str, Kind],
        rhythms: Mapping[str, Rhythm],
        storms: Sequence[Storm],
        ground: Ground,
        *,
        first_day: int,
        hours: int,
        rng: Random,
    ) -> "Rates":
        """Expectations for so many hours."""
        weeks = {name: rhythm.week() for name, rhythm in rhythms.items()}
        week = tuple(
            tuple(accumulate(kind.rate * weeks[kind.rhythm][hour] for kind in kinds.values()))
            for hour in range(WEEK_H)
        )
        mean = sum(kind.rate for kind in kinds.values())
        stormy = _by_hour(storms)
        expected = (
            week[(first_day * 24 + hour) % WEEK_H][-1]
            + mean * sum(storm.kind.force for storm in stormy.get(hour, ()))
            for hour in range(hours)
        )
        wards = {
            id: tuple(accumulate(ward.people * rng.gammavariate(UNEVEN, 1 / UNEVEN) for ward in ground.wards))
            for id in kinds
        }
        return cls(
            tuple(kinds.values()),
            first_day,
            week,
            tuple(accumulate(expected)),
            tuple(storms),
            stormy,
            mean,
            wards,
        )

    def moment_s(self, share: float) -> float:
        """Seconds after the beginning by which this share of all is expected."""
        sought = share * self.hours[-1]
        hour = min(bisect_right(self.hours, sought), len(self.hours) - 1)
        before = self.hours[hour - 1] if hour else 0.0
        return (hour + (sought - before) / (self.hours[hour] - before)) * HOUR_S

    def what(self, at_s: float, rng: Random) -> tuple[Kind, Storm | None]:
        """What begins at a moment, and in which storm."""
        hour = int(at_s // HOUR_S)
        usual = self.week[(self.first_day * 24 + hour) % WEEK_H]
        draw = rng.random() * (
            usual[-1] + sum(self.mean * storm.kind.force for storm in self.stormy.get(hour, ()))
        )
        if draw < usual[-1]:
            return self.kinds[bisect_right(usual, draw)], None
        draw -= usual[-1]
        for storm in self.stormy[hour][:-1]:
            if draw < storm.kind.force * self.mean:
                break
            draw -= storm.kind.force * self.mean
        else:
            storm = self.stormy[hour][-1]
        return rng.choices(storm.kinds, cum_weights=storm.shares)[0], storm

    def ward(self, kind: Kind, storm: Storm | None, rng: Random) -> int:
        """In which kelurahan."""
        if storm is not None:
            return rng.choice(storm.wards)
        sums = self.wards[kind.id]
        return bisect_right(sums, rng.random() * sums[-1])


def _by_hour(storms: Sequence[Storm]) -> dict[int, tuple[Storm, ...]]:
    hours = sorted({hour for storm in storms for hour in range(storm.first_h, storm.end_h)})
    return {hour: tuple(storm for storm in storms if storm.first_h <= hour < storm.end_h) for hour in hours}


def storms_of(
    found: Mapping[str, StormKind], kinds: Mapping[str, Kind], ground: Ground, hours: int, rng: Random
) -> list[Storm]:
    """The storms of so many hours."""
    storms = []
    for storm in found.values():
        number = int(hours / 24 * storm.per_100_days / 100 + rng.random())
        for count in range(1, number + 1):
            lasts_h = rng.randint(*storm.hours)
            first_h = rng.randrange(max(1, hours - lasts_h))
            worst = rng.choice(ground.wards)
            storms.append(
                Storm(
                    id=f"{storm.id}-{count}",
                    kind=storm,
                    first_h=first_h,
                    end_h=min(hours, first_h + lasts_h),
                    wards=tuple(ground.around(worst.x, worst.y, storm.reach_m)),
                    kinds=tuple(kinds[id].within(storm.id) for id in storm.kinds),
                    shares=tuple(accumulate(storm.kinds.values())),
                )
            )
    return storms
