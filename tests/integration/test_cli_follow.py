"""`sinergi agency follow` on a running system."""

import json
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.integration.terminal import ANSWER_S, SINERGI, Terminal, environment
from tests.waiting import wait_until

TEXT = ("--text", "pohon tumbang menutup jalan", "--lon", "106.9512")


@dataclass(frozen=True, slots=True)
class Follower:
    """A command that goes on, and what it has said so far."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path

    def shown(self, words: str, times: int = 1) -> str:
        """All it showed, once these words are among it."""
        wait_until(lambda: self.out.read_text().count(words) >= times, words, ANSWER_S)
        return self.out.read_text()

    def interrupt(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(ANSWER_S)


@contextmanager
def following(terminal: Terminal, folder: Path, *arguments: str) -> Iterator[Follower]:
    """A follower that has begun."""
    out, err = folder / "out", folder / "err"
    with out.open("wb") as stdout, err.open("wb") as stderr:
        process = subprocess.Popen(
            [*SINERGI, "agency", "follow", *arguments],
            cwd=terminal.folder,
            env=environment(),
            stdout=stdout,
            stderr=stderr,
        )
    try:
        wait_until(
            lambda: "following" in err.read_text() or process.poll() is not None, "following", ANSWER_S
        )
        yield Follower(process, out, err)
    finally:
        process.kill()
        process.wait(ANSWER_S)


def reported(terminal: Terminal, id: str, lat: str) -> dict[str, Any]:
    """The incident of a new report."""
    answer = terminal.answer("report", "--channel", "sorot", "--id", id, *TEXT, "--lat", lat)
    return dict(answer["incident"])


def test_what_an_agency_hears_is_shown_as_it_comes(terminal: Terminal, tmp_path: Path) -> None:
    agency = reported(terminal, "ikut-1", "-6.2101")["routed"][0]["agency"]
    with following(terminal, tmp_path, agency) as follower:
        new = reported(terminal, "ikut-2", "-6.2501")
        told = follower.shown(f"Insiden baru: {new['id']} versi 1\n")
        reported(terminal, "ikut-3", "-6.2501")
        told = follower.shown(f"Laporan bertambah: {new['id']} versi 2\n")
        assert "  Ringkasan: pohon tumbang menutup jalan\n" in told
        assert told.count("versi 1\n") == told.count("versi 2\n") == 1
        assert follower.interrupt() == 130
        assert follower.err.read_text() == f"sinergi: following dispatches.{agency}; Ctrl-C ends it\n"


def test_json_from_the_beginning_is_every_message_on_a_line(terminal: Terminal, tmp_path: Path) -> None:
    first = reported(terminal, "ikut-4", "-6.2901")
    agency = first["routed"][0]["agency"]
    with following(terminal, tmp_path, agency, "--from-beginning", "--json") as follower:
        lines = follower.shown(first["id"]).splitlines()
        messages = [json.loads(line) for line in lines]
    ids = [message["id"] for message in messages]
    assert len(ids) == len(set(ids))
    [own] = [message for message in messages if message.get("incident_id") == first["id"]]
    assert (own["kind"], own["version"], own["agency"]) == ("opened", 1, agency)
    counted = terminal.run("agency", "follow", agency, "--from-beginning", "--json", "--count", "1")
    assert (counted.returncode, counted.stdout.count("\n")) == (0, 1)
    assert json.loads(counted.stdout)["agency"] == agency
