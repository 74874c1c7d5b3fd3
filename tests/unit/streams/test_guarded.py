"""What a pure function fails on is that record's fault, unless it fails on everything."""

from collections.abc import Sequence
from dataclasses import replace
from typing import NoReturn

import pytest
from aiokafka import ConsumerRecord

from schemas.rejection import POISON, Rejection
from streams.agents.guarded import guarded

RECORD = ConsumerRecord("reports.sorot", 3, 41, 0, 0, b"key", b"the whole of it", 0, 0, 0, ())


def fails(_: object = None) -> NoReturn:
    raise KeyError("a word of a citizen")


def test_what_works_is_handed_on() -> None:
    assert guarded(lambda _: ["understood"], [RECORD], sound=fails) == ["understood"]


def test_what_fails_is_kept_whole_and_refused() -> None:
    [refused] = guarded(fails, [RECORD], sound=lambda: "understood")
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.id, refused.original) == (POISON, "reports.sorot/3/41", RECORD.value)
    assert "citizen" not in refused.reason


def test_what_stands_beside_it_is_handed_on_in_its_order() -> None:
    records = [replace(RECORD, offset=offset, value=b"%d" % offset) for offset in range(40, 45)]

    def work(some: Sequence[ConsumerRecord]) -> list[bytes | None]:
        return fails() if RECORD.offset in {one.offset for one in some} else [one.value for one in some]

    first, poison, *others = guarded(work, records, sound=lambda: "understood")
    assert isinstance(poison, Rejection)
    assert (poison.id, poison.original) == ("reports.sorot/3/41", b"41")
    assert (first, others) == (b"40", [b"42", b"43", b"44"])


def test_a_release_that_fails_on_everything_sets_nothing_aside() -> None:
    with pytest.raises(KeyError):
        guarded(fails, [RECORD], sound=fails)


def test_want_of_memory_is_no_fault_of_a_record() -> None:
    def starves(_: object) -> NoReturn:
        raise MemoryError

    with pytest.raises(MemoryError):
        guarded(starves, [RECORD], sound=lambda: "understood")
