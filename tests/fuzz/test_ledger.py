"""The fuzzer sees what it is there to see."""

import os
from multiprocessing import get_context
from pathlib import Path
from time import process_time

import pytest

from tests.fuzz import ledger as ledgers
from tests.fuzz.entrance import ACCEPTED, must
from tests.fuzz.ledger import Ledger, bounded, knock_in_time
from tests.fuzz.saved import Saved, saved_at


def _take(content: bytes) -> str:
    match content:
        case b"lost":
            must(False, "it is kept")
        case b"broken":
            raise KeyError
        case b"endless":
            while True:
                pass
        case b"refused":
            return "invalid"
    return ACCEPTED


def test_all_that_can_become_of_an_input_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ledgers, "LIMIT_S", 0.05)
    ledger = Ledger("a")
    with bounded():
        for content in (b"", b"lost", b"broken", b"broken", b"endless", b"refused"):
            knock_in_time(ledger, _take, content)
        began = process_time()
        while process_time() < began + 2 * ledgers.LIMIT_S:
            pass  # As one who thinks of the next input does.
    assert (ledger.inputs, ledger.accepted, ledger.refused) == (6, 1, {"invalid": 1})
    assert (ledger.exceptions, ledger.unaccounted) == (3, 1)
    assert [*ledger.faults.values()] == [b"lost", b"broken", b"endless"]


def test_what_was_counted_outlives_its_process(tmp_path: Path) -> None:
    dying = get_context("spawn").Process(target=_count_and_die, args=(tmp_path / "ledger",))
    dying.start()
    dying.join(60)
    assert dying.exitcode not in (0, None)
    found = saved_at(tmp_path / "ledger", "a")
    found.died("it died", b"x")
    assert (found.inputs, found.exceptions, found.faults) == (1, 1, {"it died": b"x"})


def _count_and_die(path: Path) -> None:
    ledger, saved = Ledger("a"), Saved(path)
    ledger.knock(_take, b"")
    saved.now_and_then(ledger)
    ledger.knock(_take, b"")
    saved.now_and_then(ledger)
    os._exit(1)
