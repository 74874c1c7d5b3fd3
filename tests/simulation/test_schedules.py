"""The product under some hundred schedules, and bugs put in on purpose, each of which must be found."""

import logging
import os
import subprocess
import sys
from collections.abc import Iterator

import pytest

from tests.simulation.cores import in_place
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.schedule import Outcome, run
from tests.simulation.world import ANY, Trouble

SCHEDULES, WITH_THE_REAL_CORE, IN_EACH_TROUBLE = 60, 6, 8
FOUND_WITHIN = 120
"""Schedules, from the first on. The rarest is found in one of twenty, so this does not hang on luck."""

TROUBLES = sorted({one.trouble for one in MUTANTS.values()} - {ANY}, key=repr)


@pytest.fixture(autouse=True)
def silent() -> Iterator[None]:
    """Hundreds of workers that are killed have much to say."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.mark.parametrize(("core", "schedules"), [("cheap", SCHEDULES), ("real", WITH_THE_REAL_CORE)])
def test_nothing_is_lost_doubled_or_different(core: str, schedules: int) -> None:
    with in_place(core):
        outcomes = [run(seed, core=core) for seed in range(schedules)]
    assert [(one.seed, *one.violations) for one in outcomes if one.violations] == []
    assert sum(one.strikes for one in outcomes) > schedules / 2


@pytest.mark.parametrize("trouble", TROUBLES)
def test_the_product_bears_the_trouble_in_which_bugs_show(trouble: Trouble) -> None:
    with in_place("cheap"):
        outcomes = [run(seed, trouble=trouble) for seed in range(IN_EACH_TROUBLE)]
    assert [(one.seed, *one.violations) for one in outcomes if one.violations] == []


@pytest.mark.parametrize("bug", MUTANTS)
def test_a_bug_is_found(bug: str) -> None:
    with in_place("cheap"):
        found = next((seed for seed in range(FOUND_WITHIN) if _with(MUTANTS[bug], seed).violations), None)
    assert found is not None


def test_a_seed_replays_byte_for_byte_in_another_process() -> None:
    with in_place("cheap"):
        lines = run(3).lines()
    shown = subprocess.run(
        [sys.executable, "-m", "tests.simulation", "--replay", "3"],
        env={**os.environ, "PYTHONHASHSEED": "1"},  # Ours is another.
        capture_output=True,
        check=True,
        text=True,
        timeout=60,
    ).stdout
    assert shown.splitlines() == [*lines, "seed 3: 0 violations"]
    assert len(lines) > 20


def test_a_schedule_that_fails_shows_what_happened_and_what_was_wrong() -> None:
    bug = MUTANTS["reads from Kafka's commit"]
    with in_place("cheap"):
        outcome = next(one for seed in range(FOUND_WITHIN) if (one := _with(bug, seed)).violations)
        again = _with(bug, outcome.seed)
    assert outcome.lines() == again.lines()
    assert any("VIOLATION" in line and outcome.violations[0] in line for line in outcome.lines())


def _with(mutant: Mutant, seed: int) -> Outcome:
    return run(seed, mutant.parts, trouble=mutant.trouble)
