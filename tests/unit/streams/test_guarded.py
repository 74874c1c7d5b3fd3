"""What a pure function fails on is that record's fault, unless it fails on everything."""

import pytest
from aiokafka import ConsumerRecord

from schemas.rejection import POISON, Rejection
from streams.agents.guarded import guarded

RECORD = ConsumerRecord("reports.sorot", 3, 41, 0, 0, b"key", b"the whole of it", 0, 0, 0, ())


def fails() -> str:
    raise KeyError("a word of a citizen")


def test_what_works_is_handed_on() -> None:
    assert guarded(lambda: "understood", RECORD, sound=fails) == "understood"


def test_what_fails_is_kept_whole_and_refused() -> None:
    refused = guarded(fails, RECORD, sound=lambda: "understood")
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.id, refused.original) == (POISON, "reports.sorot/3/41", RECORD.value)
    assert "citizen" not in refused.reason


def test_a_release_that_fails_on_everything_sets_nothing_aside() -> None:
    with pytest.raises(KeyError):
        guarded(fails, RECORD, sound=fails)


def test_want_of_memory_is_no_fault_of_a_record() -> None:
    def starves() -> str:
        raise MemoryError

    with pytest.raises(MemoryError):
        guarded(starves, RECORD, sound=lambda: "understood")
