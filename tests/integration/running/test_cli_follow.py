"""`sinergi agency follow` on a running system."""

import json
from pathlib import Path
from typing import Any

from tests.integration.running.terminal import Terminal, following

TEXT = ("--text", "pohon tumbang menutup jalan", "--lon", "106.9512")


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
        # Others may have been told of meanwhile: what came before has made trees an event.
        assert [told.count(f"{new['id']} versi {version}\n") for version in (1, 2)] == [1, 1]
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
