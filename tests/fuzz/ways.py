"""Three ways to think of inputs: mutated examples by the million, hypothesis, and atheris."""

import contextlib
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.fuzz.entrance import Entrance
from tests.fuzz.ledger import Ledger, bounded, knock_in_time
from tests.fuzz.saved import Saved, saved_at
from tests.fuzz.structured import strategy_of

BATCH = 64
"""So many inputs between two looks at the clock."""
EXAMPLES_MAX = 2_000
"""Of hypothesis at a time: it remembers what it tried."""
GRACE_S = 300.0
READY_S = 10.0
"""What atheris is given must be worth the time in which it makes the code ready."""


def mutated(entrance: Entrance, ledger: Ledger, seconds: float, seed: int, saved: Saved) -> None:
    """Until the time is over."""
    rng, until = Random(f"{seed} {entrance.name}"), time.monotonic() + seconds
    while time.monotonic() < until:
        knock_many(entrance, ledger, rng, BATCH)
        saved.now_and_then(ledger)


def knock_many(entrance: Entrance, ledger: Ledger, rng: Random, count: int) -> None:
    """So many mutated inputs; the same `rng` gives the same ones."""
    with bounded():
        for _ in range(count):
            knock_in_time(ledger, entrance.take, entrance.make(rng))


def structured(entrance: Entrance, ledger: Ledger, seconds: float, seed: int, saved: Saved) -> None:
    """As hypothesis thinks of them."""
    until, number = time.monotonic() + seconds, seed
    while time.monotonic() < until:
        number += 1
        hypothetical(entrance, ledger, number, EXAMPLES_MAX, until)
        saved.now_and_then(ledger)


def hypothetical(entrance: Entrance, ledger: Ledger, number: int, examples: int, until: float) -> None:
    """So many examples, or until then."""

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy_of(entrance))
    def each(content: bytes) -> None:
        if time.monotonic() < until:
            knock_in_time(ledger, entrance.take, content)

    with bounded():
        each()


def guided(entrance: Entrance, ledger: Ledger, seconds: float, seed: int, saved: Saved) -> None:
    """By atheris, in a process of its own, since it never returns."""
    if not entrance.guided or seconds < READY_S:
        mutated(entrance, ledger, seconds, seed + 1, saved)
        return
    with tempfile.TemporaryDirectory(prefix="sinergi-fuzz-") as folder:
        result = Path(folder) / "ledger"
        command = [
            sys.executable,
            "-m",
            "tests.fuzz.guided",
            entrance.name,
            str(seconds),
            str(seed),
            str(result),
        ]
        ended = subprocess.run(
            command,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            timeout=seconds + GRACE_S,
            check=False,
            cwd=folder,
        )
        ledger.add(saved_at(result, entrance.name))
        if ended.returncode:
            said = ended.stderr[-2_000:].decode(errors="replace")
            tried_last = next(Path(folder).glob("crash-*"), None)
            content = tried_last.read_bytes() if tried_last else b""
            ledger.died(f"atheris ended with {ended.returncode}: {said}", content)


WAYS = ((mutated, 0.8), (structured, 0.1), (guided, 0.1))
"""Each with its share of an entrance's time."""


def tried(entrance: Entrance, seconds: float, seed: int, saved: Saved) -> None:
    """All three ways at one entrance."""
    ledger = Ledger(entrance.name)
    with contextlib.suppress(IndexError):
        entrance.take(entrance.seeds[0])  # What is made ready once is nobody's input.
    for way, share in WAYS:
        way(entrance, ledger, seconds * share, seed, saved)
        saved.keep(ledger)
