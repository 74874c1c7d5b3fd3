"""`sinergi import` on a broker: what is sent, what is not, and going on after being killed."""

import asyncio
import json
import os
import shutil
import signal
import subprocess
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

import schemas.catalog
from schemas.topics import reports
from sinks.topics import TopicSpec, ensure_topics
from streams.cli import make_cli
from streams.replay.journal import Mark
from streams.settings import Settings
from streams.settings.source import PREFIX, environment_of
from streams.tail import tail
from tests.conftest import Broker
from tests.integration.running.terminal import SINERGI, environment
from tests.waiting import wait_until

MANY = 6_000
PARTITIONS = 3


@dataclass(frozen=True, slots=True)
class Counter:
    """Where a channel of its own hands over batches."""

    broker: Broker
    channel: str
    folder: Path

    @property
    def settings(self) -> dict[str, str]:
        kept = Settings(kafka=self.broker.kafka, folder=self.folder / "kept", catalog=self.folder / "catalog")
        return environment() | environment_of(kept)

    def command(self, file: Path, *arguments: str) -> list[str]:
        return ["import", str(file), "--channel", self.channel, "--json", *arguments]

    def hand_over(self, file: Path, *arguments: str) -> Result:
        others = {name: None for name in os.environ if name.startswith(PREFIX)}
        return CliRunner().invoke(
            make_cli("import"), self.command(file, *arguments), env=others | self.settings
        )

    def mark(self) -> Mark | None:
        found = list((self.folder / "kept" / "imports").glob("*.json"))
        return Mark.model_validate_json(found[0].read_bytes()) if found else None

    def there(self) -> dict[str, list[bytes]]:
        """What the topic holds, by the report's id."""
        return asyncio.run(self._there())

    async def _there(self) -> dict[str, list[bytes]]:
        held = defaultdict(list)
        async with tail(self.broker.kafka, [reports(self.channel)], from_beginning=True) as topic:
            for record in await topic.read():
                held[record.key.decode()].append(record.value)
        return held


@pytest.fixture
def counter(broker: Broker, unique: str, tmp_path: Path) -> Counter:
    shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "catalog")
    channels = tmp_path / "catalog" / "channels"
    channel = f"loket_{unique}"
    shutil.copy(channels / "poc.toml", channels / f"{channel}.toml")
    asyncio.run(ensure_topics(broker.kafka, [TopicSpec(reports(channel), PARTITIONS)]))
    return Counter(broker, channel, tmp_path)


def batch(folder: Path, *lines: str) -> Path:
    file = folder / "november.csv"
    file.write_text("\n".join(["id,reported_at,text,lat,lon", *lines]))
    return file


def row(id: str, lat: str = "-6.2") -> str:
    return f"{id},2026-11-24 08:30,Banjir,{lat},106.9"


def test_nothing_is_sent_while_a_row_is_wrong_unless_it_is_left_out(counter: Counter) -> None:
    file = batch(counter.folder, row("a"), row("b", lat="-600"), row("c"))
    dry = counter.hand_over(file, "--dry-run")
    wrong = counter.hand_over(file)
    assert (dry.exit_code, wrong.exit_code) == (1, 1)
    assert json.loads(dry.stdout) | {"dry_run": False} == json.loads(wrong.stdout)
    assert "nothing was sent" in wrong.stderr
    assert counter.there() == {}

    sent = counter.hand_over(file, "--skip-wrong", "--report", str(counter.folder / "wrong.csv"))
    assert sent.exit_code == 0, sent.stderr
    assert counter.there() == {id: [said(id)] for id in ("a", "c")}
    assert (counter.folder / "wrong.csv").read_text(encoding="utf-8-sig").splitlines()[1] == (
        "3,lat,out_of_range,lat: Input should be greater than or equal to -90,'-600.0"
    )


def test_a_batch_that_was_sent_is_not_sent_again_unless_it_is_asked_for(counter: Counter) -> None:
    file = batch(counter.folder, row("a"), row("b"))
    first, second, third = [counter.hand_over(file, *more) for more in ((), (), ("--again",))]
    figures = [json.loads(one.stdout) for one in (first, second, third)]
    assert [(one["sent_before"], one["published"]) for one in figures] == [(0, 2), (2, 0), (0, 2)]
    assert "all 2 were sent before" in second.stderr
    assert counter.there() == {id: [said(id)] * 2 for id in ("a", "b")}

    counter.hand_over(batch(counter.folder, row("a"), row("b"), row("c")))
    assert {id: len(held) for id, held in counter.there().items()} == {"a": 3, "b": 3, "c": 1}


def test_a_killed_import_goes_on_and_every_row_is_there_with_one_content(counter: Counter) -> None:
    file = counter.folder / "besar.csv"
    lines = (f"2026-11-24 08:30,Banjir di gang {number // 2}" for number in range(MANY))
    file.write_text("\n".join(["reported_at,text", *lines]))
    process = subprocess.Popen(
        [*SINERGI, *counter.command(file)], env=counter.settings, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: counter.mark() is not None or process.poll() is not None, "a mark")
    finally:
        process.send_signal(signal.SIGKILL)
        assert process.wait() == -signal.SIGKILL
    stopped = counter.mark()
    assert stopped is not None
    assert 0 < stopped.confirmed < MANY

    resumed = counter.hand_over(file)
    assert resumed.exit_code == 0, resumed.stderr
    figures = json.loads(resumed.stdout)
    assert (figures["sent_before"], figures["published"]) == (stopped.confirmed, MANY - stopped.confirmed)
    held = counter.there()
    assert len(held) == MANY
    assert all(len(set(contents)) == 1 for contents in held.values())
    assert counter.mark() == stopped.model_copy(update={"confirmed": MANY})


def test_ctrl_c_ends_in_order_and_keeps_all_that_was_confirmed(counter: Counter) -> None:
    file = batch(counter.folder, *(row(f"r{number}") for number in range(MANY)))
    process = subprocess.Popen(
        [*SINERGI, *counter.command(file)],
        env=counter.settings,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    wait_until(lambda: counter.mark() is not None or process.poll() is not None, "a mark")
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130, told
    assert told.endswith(b"sinergi: stopped; the same command goes on from there\n")
    resumed = json.loads(counter.hand_over(file).stdout)
    assert resumed["sent_before"] + resumed["published"] == MANY
    assert 0 < resumed["sent_before"] < MANY


def said(id: str) -> bytes:
    return json.dumps(
        {"id": id, "reported_at": "2026-11-24T08:30:00+07:00", "text": "Banjir", "lat": -6.2, "lon": 106.9}
    ).encode()
