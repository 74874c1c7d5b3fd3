"""The pieces of the guide do what it says; its adapter is run in the integration tests."""

import ast
import asyncio
import inspect
import re
from pathlib import Path

import pytest

from schemas.catalog import load
from streams import client
from streams.client import Dispatch, Feedback, SqliteMemory
from streams.client.examples.chat_bot import ANSWERS
from tests.unit.cli.hearing import AT, DISPATCH
from tests.unit.client.fake import FakeLog, LogEndsError, reading, told

GUIDE = Path(client.__file__).with_name("README.md").read_text()
PIECES = re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL)


async def run(part: str, **names: object) -> dict[str, object]:
    """Run the piece in which this part stands; what it made."""
    [piece] = [piece for piece in PIECES if part in piece]
    found = eval(compile(piece, "guide", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT), names)
    if inspect.isawaitable(found):
        await found
    return names


def test_every_piece_is_python() -> None:
    assert len(PIECES) >= 5
    for piece in PIECES:
        compile(piece, "guide", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)


async def test_rows_in_the_memory_are_written_with_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    log = FakeLog([[told("rawa:x:1", 1), told("rawa:x:2", 1)]])
    names = {
        "KAFKA": "",
        "SqliteMemory": SqliteMemory,
        "Dispatch": Dispatch,
        "Dispatches": lambda _agency, *, brokers, memory: reading(log, memory),
    }
    with pytest.raises(LogEndsError):
        await run("SqliteMemory(", **names)
    async with SqliteMemory("dishub.sqlite") as memory:
        rows = memory.connection.execute("select id from incident order by id").fetchall()
        assert rows == [("rawa:x:1",), ("rawa:x:2",)]
        assert await memory.version("dispatches.air", "rawa:x:2") == 1


def test_a_file_that_is_written_again_is_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        asyncio.run(run("Whole or not at all", news=DISPATCH, Path=Path))
    [file] = tmp_path.iterdir()
    assert Dispatch.model_validate_json(file.read_text()) == DISPATCH


async def test_a_feedback_that_was_kept_is_answered() -> None:
    class Replies:
        def __init__(self, *_: object, **__: object) -> None:
            self.answered: list[tuple[Feedback, str]] = []

        async def __aenter__(self) -> "Replies":
            return self

        async def __aexit__(self, *_: object) -> None:
            pass

        async def answer(self, feedback: Feedback, answer: str) -> None:
            self.answered.append((feedback, answer))

    asked = Feedback(
        id="f1", report_id="1", incident_id="rawa:x:1", kind="resolved", message="Beres?", at=AT, asks=True
    )
    made = await run(
        "model_validate_json(kept)", KAFKA="", feedback=asked, Feedback=Feedback, Replies=Replies
    )
    replies = made["replies"]
    assert isinstance(replies, Replies)
    assert replies.answered == [(asked, "yes")]


def test_the_bot_takes_the_words_that_citizens_are_asked_to_answer_with() -> None:
    told = load().messages.told
    words = {word for message in told.values() for word in re.findall(r"\b(YA|TIDAK)\b", message)}
    assert words == {"YA", "TIDAK"}
    assert [ANSWERS[word.lower()] for word in ("YA", "TIDAK", "BELUM")] == ["yes", "no", "no"]
    for word in ("ya", "tidak", "belum"):
        assert f'"{word}"' in GUIDE
