"""What is done to a city, and when: drawn from a seed, the same for the same seed. Pure.

A round is a storm, in which lanes of disturbances run side by side, and after it one blow that is struck
while all is well, so that what it costs can be measured.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import count
from random import Random
from typing import Literal, TypeAlias, get_args

Kind: TypeAlias = Literal[
    "worker killed",
    "worker stopped, then woken",
    "worker's clock jumped",
    "broker killed",
    "controller killed",
    "Postgres killed",
    "Postgres' disk full",
    "network cut",
    "network slow",
    "worker ended, then started",
    "scaled to 1, 4 and back",
]
"""What can be done, as the table names it."""

KINDS: tuple[Kind, ...] = get_args(Kind)

WORKERS = ("triage-1", "triage-2", "resolve-1", "resolve-2")
BROKERS = ("broker-1", "broker-2", "broker-3")
POSTGRES = "postgres"

LONGEST_STOP_S = 5.0
"""Beyond the session of a worker that stands still."""


@dataclass(frozen=True, slots=True)
class Act:
    """One disturbance: so long after its round began, to whom, and for how long."""

    at_s: float
    kind: Kind
    whom: str
    lasts_s: float = 0.0
    other: str = ""
    by_s: float = 0.0

    def __str__(self) -> str:
        between = f" and {self.other}" if self.other else ""
        return f"{self.at_s:5.1f} s  {self.kind}: {self.whom}{between}, {self.lasts_s:.1f} s, {self.by_s:g}"


@dataclass(frozen=True, slots=True)
class Round:
    """`lanes` run side by side, each in its order; then, when all is well again, comes `measured`."""

    number: int
    lanes: tuple[tuple[Act, ...], ...]
    measured: Act


@dataclass(frozen=True, slots=True)
class Size:
    """How long the storm of a round lasts, and the most acts of a lane in it."""

    lasts_s: float = 42.0
    of_each: int = 8


LONG = Size()


def rounds(
    seed: int, session_s: float, kinds: Collection[Kind] = KINDS, size: Size = LONG, first: int = 0
) -> Iterator[Round]:
    """Rounds without end. What is not among `kinds` is left out, and the rest stays as it is."""
    for number in count(first):
        # Of a round's own, so that it does not depend on how many came before.
        random = Random(f"{seed}/{number}")
        lanes = (*_workers(random, number, session_s), *_servers(random, number), _network(random))
        spread = [_spread(random, lane[: size.of_each], size.lasts_s) for lane in lanes]
        possible = (tuple(act for act in lane if act.kind in kinds) for lane in spread)
        yield Round(number, tuple(possible), _measured(random, number))


def _spread(random: Random, acts: list[Act], within_s: float) -> list[Act]:
    """In order, each somewhere within a stretch of its own."""
    stretch = within_s / max(len(acts), 1)
    return [
        Act(
            round((place + random.uniform(0.1, 0.9)) * stretch, 2),
            *(act.kind, act.whom, act.lasts_s, act.other, act.by_s),
        )
        for place, act in enumerate(acts)
    ]


def _workers(random: Random, number: int, session_s: float) -> Iterator[list[Act]]:
    if number % 4 == 3:
        yield [Act(0, "scaled to 1, 4 and back", "triage and resolve")]
    stopped = session_s + random.uniform(2, LONGEST_STOP_S)
    yield [Act(0, "worker stopped, then woken", random.choice(WORKERS), round(stopped, 1))]
    yield [_jump(random) for _ in range(3)]
    yield [Act(0, "worker killed", random.choice(WORKERS)) for _ in range(LONG.of_each)]


def _jump(random: Random) -> Act:
    hours = random.choice((-30.0, -2.0, -0.5, 0.5, 2.0, 30.0))
    return Act(0, "worker's clock jumped", random.choice(WORKERS), random.uniform(3, 8), by_s=hours * 3600)


def _servers(random: Random, number: int) -> Iterator[list[Act]]:
    down = [round(random.uniform(0, 3), 1) for _ in range(2)]
    yield [
        Act(0, "broker killed", random.choice(BROKERS), down[0]),
        Act(0, "controller killed", "controller", down[1]),
    ]
    killed = Act(0, "Postgres killed", POSTGRES, round(random.uniform(0, 2), 1))
    full = Act(0, "Postgres' disk full", POSTGRES, round(random.uniform(2, 5), 1))
    yield [killed, full if number % 2 == 0 else killed]


def _network(random: Random) -> list[Act]:
    found = [_between(random, "network cut", random.uniform(1, 9)) for _ in range(4)]
    found += [_between(random, "network slow", random.uniform(3, 6)) for _ in range(2)]
    random.shuffle(found)
    return found


def _between(random: Random, kind: Kind, lasts_s: float) -> Act:
    one = random.choice((*WORKERS, *BROKERS))
    others = [
        name for name in (*BROKERS, POSTGRES) if name != one and not (one in BROKERS and name == POSTGRES)
    ]
    slow_s = round(random.uniform(0.05, 0.4), 2) if kind == "network slow" else 0.0
    return Act(0, kind, one, round(lasts_s, 1), random.choice(others), slow_s)


def _measured(random: Random, number: int) -> Act:
    if number % 3 == 2:
        return Act(0, "worker ended, then started", "all, one after the other")
    return Act(0, "worker killed", random.choice(WORKERS))
