"""What every memory of a reader promises, whatever it is kept in."""

from collections.abc import Awaitable, Callable, Sequence

import pytest

from streams.client import Done, Memory, Place

TOPIC, SUBJECT = "dispatches.air", "rawa:x:1"
FIRST = Done(Place("one", TOPIC, 3, 8), SUBJECT, 2)
SECOND = Done(Place("one", TOPIC, 3, 9), SUBJECT, 3)

Write = Callable[[str], Awaitable[object]]
Written = Callable[[], Awaitable[Sequence[str]]]


async def keeps_its_promises(memory: Memory, write: Write, written: Written) -> None:
    """An empty one. `write` puts a word beside it in the same transaction, `written` tells all of them."""
    assert await memory.places("one", TOPIC) == {}
    assert await memory.version(TOPIC, SUBJECT) == 0
    with pytest.raises(ZeroDivisionError):
        await _fails(memory, write)
    assert await written() == []
    assert await memory.places("one", TOPIC) == {}
    assert await memory.version(TOPIC, SUBJECT) == 0
    for done, word in ((FIRST, "first"), (SECOND, "second")):
        async with memory.handling(done):
            await write(word)
        assert await memory.places("one", TOPIC) == {3: done.place.next_offset}
        assert await memory.version(TOPIC, SUBJECT) == done.version
    assert await written() == ["first", "second"]
    assert await memory.places("two", TOPIC) == {}
    assert await memory.places("one", "dispatches.sar") == {}
    assert await memory.version(TOPIC, "rawa:x:2") == 0
    assert await memory.version("dispatches.sar", SUBJECT) == 0


async def _fails(memory: Memory, write: Write) -> None:
    async with memory.handling(FIRST):
        await write("lost")
        raise ZeroDivisionError
