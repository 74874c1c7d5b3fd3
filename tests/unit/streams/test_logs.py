"""One line an event, in one shape for all, and nothing on it that was sent."""

import asyncio
import gc
import json
import logging
import threading
import warnings
from typing import Any

import pytest
from structlog.contextvars import bound_contextvars

from streams import failfast
from streams.logs import configured, logger
from streams.settings import LogSettings

SECRET = "Sulastri"
JSON = LogSettings(format="json")


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    told = capsys.readouterr().err
    assert SECRET not in told
    return [json.loads(line) for line in told.splitlines()]


def test_fields_of_an_event_stand_on_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("triage", JSON), bound_contextvars(trace_id="00ff"):
        logger("streams.x").info("records refused", topic="t", count=3, next_offsets={"t": {0: 5}})
    [line] = lines(capsys)
    assert line.pop("timestamp").endswith("Z")
    assert list(line)[:2] == ["level", "event"]
    assert line == {
        "level": "info",
        "event": "records refused",
        "process": "triage",
        "logger": "streams.x",
        "topic": "t",
        "count": 3,
        "next_offsets": {"t": {"0": 5}},
        "trace_id": "00ff",
    }


def test_what_libraries_say_has_the_same_shape_and_no_content(capsys: pytest.CaptureFixture[str]) -> None:
    error, record = KeyError(SECRET), object()
    with configured("triage", JSON):
        library = logging.getLogger("aiokafka.client")
        library.error("Unable connect to node %s: %r in %s, %d tries", 3, error, {"x": record}, 2)
        library.error(error)
        library.info(SECRET)
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: <Task %s>", SECRET)
    assert [line["event"] for line in lines(capsys)] == [
        "Unable connect to node 3: 'KeyError' in {'x': '<object>'}, 2 tries",
        "KeyError",
        "Task exception was never retrieved",
    ]


def test_libraries_say_no_more_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("triage", LogSettings(format="json", level="debug")):
        logger("streams.x").debug("report decided", report_id="a")
        for name in ("aiokafka.conn", "faust.app", "streams.transport.consumer", "uvicorn.access"):
            logging.getLogger(name).info(SECRET)
    assert [line["event"] for line in lines(capsys)] == ["report decided"]


def test_aiokafka_is_damped(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("triage", JSON):
        for _ in range(100):
            logging.getLogger("aiokafka.conn").error("no broker")
            logging.getLogger("faust").error("crashed")
    events = [line["event"] for line in lines(capsys)]
    assert (events.count("no broker"), events.count("crashed")) == (1, 100)


def test_what_python_prints_by_itself_is_logged(capsys: pytest.CaptureFixture[str]) -> None:
    class Fails:
        def __del__(self) -> None:
            raise KeyError(SECRET)

    def fail() -> None:
        raise KeyError(SECRET)

    with configured("triage", JSON):
        warnings.showwarning(SECRET, UserWarning, "x.py", 7)
        thread = threading.Thread(target=fail)
        thread.start()
        thread.join()
        Fails()
        gc.collect()
    warned, *failed = lines(capsys)
    assert (warned["category"], warned["where"]) == ("UserWarning", "x.py:7")
    assert [line["error"] for line in failed] == ["KeyError", "KeyError"]


def test_a_task_that_nobody_awaits_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    async def fail() -> None:
        raise KeyError(SECRET)

    async def leave() -> None:
        asyncio.get_running_loop().create_task(fail(), name=SECRET)
        await asyncio.sleep(0)
        gc.collect()

    with configured("triage", JSON):
        asyncio.run(leave())
        gc.collect()
    [line] = lines(capsys)
    assert (line["event"], line["error"]) == ("Task exception was never retrieved", "KeyError")


def test_text_is_for_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with configured("triage", LogSettings(format="text")):
        try:
            raise KeyError(SECRET)
        except KeyError:
            logger("streams.x").exception("it failed", topic="t")
    told = capsys.readouterr().err
    assert "it failed" in told
    assert "topic=t" in told
    assert told.splitlines()[1:3] == ["KeyError", f"    {__name__}:{told.rpartition(':')[2].strip()}"]
    assert SECRET not in told


def test_an_inner_block_stands_for_the_outer_one(capsys: pytest.CaptureFixture[str]) -> None:
    before = logging.getLogger().handlers[:]
    with configured("sinergi", LogSettings(format="text", level="warning")):
        with configured("triage", JSON):
            logger("streams.x").info("once")
        logger("streams.x").info("not at this level")
    [line] = lines(capsys)
    assert line["process"] == "triage"
    assert logging.getLogger().handlers == before


def test_who_dies_says_so_first(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def end(code: int) -> None:
        raise SystemExit(code)

    monkeypatch.setattr(failfast.os, "_exit", end)
    with configured("resolve", JSON), pytest.raises(SystemExit) as ended:
        failfast.die("agent resolve failed", KeyError(SECRET))
    assert ended.value.code == 1
    [line] = lines(capsys)
    assert (line["level"], line["event"]) == ("critical", "ending the process")
    assert (line["reason"], line["error"]) == ("agent resolve failed", "KeyError")
