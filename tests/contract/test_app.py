"""The app: its settings, its way out and its logs."""

import asyncio
import sys
from pathlib import Path

import pytest

from streams.settings import KafkaSettings, Settings
from streams.workers.app import make_app

WATCHED = """
import time
from types import SimpleNamespace
from streams import failfast
app = SimpleNamespace(crashed={crashed}, should_stop={stopping}, crash_reason=ValueError("the fault"))
failfast.watch(app, crashed_s=0.3, stopping_s=0.3)
time.sleep({alive_s})
"""


def app_with(tmp_path: Path, **kafka: bool):
    settings = Settings(kafka=KafkaSettings(**kafka), folder=tmp_path / "a" / "b")
    return make_app("contract", settings)


@pytest.mark.parametrize("idempotent", [True, False])
def test_the_producer_is_idempotent_on_request(tmp_path: Path, idempotent: bool):
    producer = app_with(tmp_path, idempotent=idempotent).producer
    aiokafka_settings = {**producer._settings_default(), **producer._settings_extra()}
    assert aiokafka_settings["enable_idempotence"] is idempotent
    assert aiokafka_settings["acks"] == "all"
    assert aiokafka_settings["max_request_size"] == 8 << 20
    assert aiokafka_settings["linger_ms"] == 0


def test_the_folder_of_faust_has_a_parent(tmp_path: Path):
    assert app_with(tmp_path).conf.datadir.parent.is_dir()


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize(
    ("crashed", "stopping", "alive_s", "code"),
    [(True, False, 30, 1), (False, True, 30, 1), (False, False, 1, 0)],
)
async def test_a_worker_that_cannot_end_itself_is_ended(crashed, stopping, alive_s, code):
    program = WATCHED.format(crashed=crashed, stopping=stopping, alive_s=alive_s)
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, stderr=asyncio.subprocess.PIPE
    )
    _, log = await asyncio.wait_for(worker.communicate(), timeout=20)
    assert worker.returncode == code, log.decode()
    assert (b"the fault" in log) == crashed


UNWATCHABLE = """
import logging, time
from types import SimpleNamespace
from streams import failfast
{speechless}
failfast.watch(SimpleNamespace(crashed=False))  # Whether it stops nobody can ask.
time.sleep(30)
"""
SPEECHLESS = "def shutdown(): raise RuntimeError('no logs')\nlogging.shutdown = shutdown"


@pytest.mark.asyncio(loop_scope="session")
@pytest.mark.parametrize("speechless", ["", SPEECHLESS])
async def test_a_process_whose_watchdog_fails_ends_and_also_where_it_cannot_say_why(speechless: str):
    worker = await asyncio.create_subprocess_exec(
        sys.executable, "-c", UNWATCHABLE.format(speechless=speechless), stderr=asyncio.subprocess.PIPE
    )
    _, log = await asyncio.wait_for(worker.communicate(), timeout=20)
    assert worker.returncode == 1, log.decode()
    assert b"AttributeError" in log
