"""The fuzzer sees what it is there to see."""

import pytest

from tests.fuzz import ledger as ledgers
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.ledger import Ledger, bounded, restart


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
    ledger, entrance = Ledger("a"), Entrance("a", 1, lambda _: b"", _take)
    with bounded():
        for content in (b"", b"lost", b"broken", b"broken", b"endless", b"refused"):
            restart()
            ledger.knock(entrance, content)
    assert (ledger.inputs, ledger.accepted, ledger.refused) == (6, 1, {"invalid": 1})
    assert (ledger.exceptions, ledger.unaccounted) == (3, 1)
    assert [*ledger.faults.values()] == [b"lost", b"broken", b"endless"]
    assert ledger.slowest == b"endless"
