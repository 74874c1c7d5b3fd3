"""Each version once, in order, whatever is sent again and whenever the reader dies."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.dispatch import Dispatch
from schemas.event import EventDispatch
from schemas.message import Message
from streams.client import Feedback, SqliteMemory, Unread
from streams.client.feedbacks import read_feedback
from streams.client.memory import Place
from streams.client.reader import Reader
from streams.core.tell import feedback_record
from streams.core.tell_event import event_record
from tests.unit.cli.hearing import AT, EVENT
from tests.unit.client.fake import TOPIC, FakeLog, LogEndsError, RamMemory, reading, told

T = TypeVar("T")
INCIDENTS = ("rawa:x:1", "rawa:x:2", "rawa:x:3")


class DiedError(Exception):
    """The process is gone."""


async def hear(log: FakeLog, memory: RamMemory | SqliteMemory, dies_at: int = 10**9) -> list[tuple[str, int]]:
    """What the body was given, until the log ends or it dies at its nth message."""
    heard: list[tuple[str, int]] = []

    async def follow() -> None:
        async with reading(log, memory) as reader:
            async for news in reader:
                assert isinstance(news, Dispatch)
                heard.append((news.incident_id, news.version))
                if isinstance(memory, RamMemory):
                    memory.rows.append((news.incident_id, news.version))
                if len(heard) == dies_at:
                    raise DiedError

    with pytest.raises((LogEndsError, DiedError)):
        await follow()
    return heard


async def told_by(reader: Reader[T]) -> list[T]:
    """All that a reader gives, until its log ends."""
    found: list[T] = []

    async def follow() -> None:
        async with reader:
            async for told in reader:
                found.append(told)  # noqa: PERF401  (what came before the end is wanted too)

    with pytest.raises(LogEndsError):
        await follow()
    return found


def rising(rows: Sequence[tuple[str, int]], sent: Sequence[tuple[str, int]]) -> None:
    """Of each incident the versions rise, and the last that was sent is there."""
    for incident in INCIDENTS:
        own = [version for name, version in rows if name == incident]
        assert own == sorted(set(own))
        assert max(own, default=0) == max((v for name, v in sent if name == incident), default=0)


SENT = st.lists(st.tuples(st.sampled_from(INCIDENTS), st.integers(1, 6)), max_size=25)


@given(SENT, st.lists(st.integers(1, 8), max_size=6), st.integers(1, 3))
def test_versions_rise_and_the_last_is_heard_whatever_is_resent_and_whoever_dies(
    sent: list[tuple[str, int]], deaths: list[int], partitions: int
) -> None:
    async def lives() -> tuple[RamMemory, list[list[tuple[str, int]]]]:
        memory = RamMemory()
        heard = [await hear(FakeLog(parts), memory, dies_at) for dies_at in [*deaths, 10**9]]
        assert await hear(FakeLog(parts), memory) == []
        return memory, heard

    parts: list[list[Message]] = [[] for _ in range(partitions)]
    for incident, version in sent:
        parts[INCIDENTS.index(incident) % partitions].append(told(incident, version))
    memory, heard = asyncio.run(lives())
    rising(memory.rows, sent)
    # What only the body knows comes again after a death, and nothing else does.
    flat = [message for life in heard for message in life]
    repeated = len(flat) - len(set(flat))
    assert repeated <= sum(len(life) == dies_at for life, dies_at in zip(heard, deaths, strict=False))


async def test_a_file_remembers_across_restarts(tmp_path: Path) -> None:
    log = [[told("rawa:x:1", version) for version in (1, 2, 1, 3)], [told("rawa:x:2", 1)]]
    path = tmp_path / "air.sqlite"
    heard = []
    for dies_at in (2, 1, 10**9, 10**9):
        async with SqliteMemory(path) as memory:
            heard.append(await hear(FakeLog(log), memory, dies_at))
    one, two = "rawa:x:1", "rawa:x:2"
    assert heard == [[(one, 1), (one, 2)], [(one, 2)], [(one, 2), (one, 3), (two, 1)], []]
    # On another cluster the log begins anew, and what was seen there before is still seen.
    async with SqliteMemory(path) as memory:
        assert await hear(FakeLog([[told(one, 3), told(one, 4)]], cluster="two"), memory) == [(one, 4)]


async def test_what_is_in_hand_at_the_end_of_the_block_comes_again_unless_it_is_said_to_be_done() -> None:
    memory = RamMemory()
    log = FakeLog([[told("rawa:x:1", 1), told("rawa:x:1", 2)]])
    assert await hear(log, memory, dies_at=1) == [("rawa:x:1", 1)]
    async with reading(log, memory) as reader:
        await anext(reader)
    assert (memory.seen, log.shown, log.closed) == ({}, [], True)
    async with reading(log, memory) as reader:
        await anext(reader)
        assert memory.seen == {}
        await reader.done()
        assert memory.seen == {(TOPIC, "rawa:x:1"): 1}
        await reader.done()
    assert (log.shown, memory.open) == ([Place("one", TOPIC, 0, 1)], False)
    assert await hear(log, memory) == [("rawa:x:1", 2)]


async def test_a_cancelled_body_is_not_done() -> None:
    memory, begun = RamMemory(), asyncio.Event()

    async def follow() -> None:
        async with reading(FakeLog([[told("rawa:x:1", 1)]]), memory) as reader:
            async for _ in reader:
                begun.set()
                await asyncio.Event().wait()

    task = asyncio.create_task(follow())
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert memory.seen == {}


async def test_events_go_by_versions_of_their_own_and_what_cannot_be_read_is_handed_over() -> None:
    later = told("rawa:x:1", 2)
    unknown_type = Message(TOPIC, b"k", b"{}", (("ce_type", b"sinergi.survey.asked.v1"),))
    unknown_kind = Message(TOPIC, b"k", later.value.replace(b'"overdue"', b'"teleported"', 1), later.headers)
    no_headers = Message(TOPIC, b"k", b"\xff", ())
    messages = [event_record(EVENT), unknown_type, unknown_kind, no_headers, event_record(EVENT), later]
    found = await told_by(reading(FakeLog([messages]), RamMemory()))
    assert found[0] == EVENT
    assert isinstance(found[0], EventDispatch)
    assert [(n.type, n.where) for n in found[1:4] if isinstance(n, Unread)] == [
        ("sinergi.survey.asked.v1", f"{TOPIC}/0/1"),
        ("sinergi.dispatch.overdue.v1", f"{TOPIC}/0/2"),
        ("", f"{TOPIC}/0/3"),
    ]
    assert found[2].reason.startswith("kind: ")
    assert isinstance(found[4], Dispatch)
    assert len(found) == 5


async def test_a_reporter_is_told_each_message_once() -> None:
    def message(id: str) -> Message:
        told = Feedback(
            id=id, report_id="1", incident_id="rawa:x:1", kind="received", message="Diterima", at=AT
        )
        return feedback_record("aplikasi", told)

    log = FakeLog([[message("a"), message("b"), message("a")]])
    found = await told_by(Reader("feedback.aplikasi", log, RamMemory(), read_feedback))
    assert [feedback.id for feedback in found if isinstance(feedback, Feedback)] == ["a", "b"]
