"""The short form of `python -m tests.fuzz`: the same inputs each time, some at every entrance."""

import logging
import time
from collections.abc import Iterator
from random import Random

import pytest

from tests.fuzz.entrance import Entrance
from tests.fuzz.entrances import entrances
from tests.fuzz.ledger import Ledger
from tests.fuzz.ways import hypothetical, knock_many

MUTATED = {"import: spreadsheets": 4, "photos": 100}
"""Few inputs, where each costs most."""
MUTATED_USUALLY = 600
EXAMPLES = 10


@pytest.fixture(autouse=True)
def silence() -> Iterator[None]:
    """Libraries warn of each form that is spoilt."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


# Starlette lets go of the file of a form that is cut off without closing it.
@pytest.mark.filterwarnings("ignore:Unclosed file:ResourceWarning")
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("entrance", [*entrances()], ids=lambda entrance: entrance.name)
def test_whatever_is_sent_is_taken_or_refused(entrance: Entrance) -> None:
    ledger = Ledger(entrance.name)
    inputs = MUTATED.get(entrance.name, MUTATED_USUALLY)
    knock_many(entrance, ledger, Random(entrance.name), inputs)
    if entrance.name not in MUTATED:
        hypothetical(entrance, ledger, 1, EXAMPLES, time.monotonic() + 60)
    assert ledger.faults == {}
    assert ledger.accepted or entrance.name in MUTATED
    assert ledger.inputs == ledger.accepted + ledger.refused.total()
