"""`sinergi correct`, `undo` and `explain` on a running system."""

import json
from typing import Any

from tests.integration.running.terminal import Terminal


def reported(terminal: Terminal, id: str, text: str, lat: float) -> str:
    """The incident of a new report."""
    words = ("--text", text, "--lat", str(lat), "--lon", "106.9712")
    answer = terminal.answer("report", "--channel", "sorot", "--id", id, *words)
    return str(answer["report"]["link"]["incident_id"])


def corrected(terminal: Terminal, *arguments: str) -> Any:
    return terminal.answer("correct", *arguments, "--why", "hasil peninjauan", "--by", "ani")


def test_incidents_that_were_merged_come_apart_again(terminal: Terminal) -> None:
    a = reported(terminal, "koreksi-1", "pohon tumbang menutup jalan", -6.2301)
    b = reported(terminal, "koreksi-2", "pohon tumbang menutup jalan", -6.2361)
    merged = corrected(terminal, "merge", a, b)
    assert (merged["result"], merged["incidents"]) == ("applied", [a, b])
    explained = terminal.answer("explain", "sorot:koreksi-1")
    assert explained["report"]["link"]["correction"] == merged["id"]
    assert (explained["incident"]["id"], explained["incident"]["reports"]) == (b, 2)
    told = terminal.run("explain", b).stdout
    assert f"batalkan: sinergi undo {merged['id']}" in told
    assert "oleh ani: “hasil peninjauan”" in told
    again = terminal.run("correct", "merge", a, b, "--why", "lagi", "--json")
    assert (again.returncode, json.loads(again.stdout)["code"]) == (1, "moved")
    undone = terminal.run("undo", merged["id"])
    assert undone.returncode == 0, undone.stderr
    assert undone.stdout.startswith("applied: correction cli-")
    assert terminal.answer("explain", "sorot:koreksi-1")["incident"]["id"] == a
    assert terminal.run("undo", merged["id"]).returncode == 1


def test_an_incident_goes_to_another_family_and_comes_back(terminal: Terminal) -> None:
    a = reported(terminal, "koreksi-3", "pohon tumbang menutup jalan", -6.2421)
    moved = corrected(terminal, "reclassify", a, "traffic_jam")
    [_, new] = moved["incidents"]
    assert (moved["result"], a.split(":")[1] != new.split(":")[1]) == ("applied", True)
    assert terminal.answer("explain", "sorot:koreksi-3")["incident"]["category"] == "traffic_jam"
    back = terminal.answer("undo", moved["id"])
    assert (back["result"], back["incidents"]) == ("applied", [new, a])
    assert terminal.answer("explain", "sorot:koreksi-3")["incident"]["id"] == a


def test_a_report_is_taken_out_and_brought_back_and_another_agency_acts_until_it_is_no_report(
    terminal: Terminal,
) -> None:
    a = reported(terminal, "koreksi-5", "pohon tumbang menutup jalan", -6.2541)
    b = reported(terminal, "koreksi-6", "pohon tumbang menutup jalan", -6.2601)
    corrected(terminal, "merge", a, b)
    alone = corrected(terminal, "split", b, "sorot:koreksi-5")["incidents"]
    where = terminal.answer("explain", "sorot:koreksi-5")["incident"]["id"]
    assert where in alone
    assert where != b
    corrected(terminal, "move", "sorot:koreksi-5", b)
    assert terminal.answer("explain", "sorot:koreksi-5")["incident"]["id"] == b
    corrected(terminal, "reroute", b, "satpolpp", "dishub")
    routed = terminal.answer("explain", b)["incident"]["routed"]
    assert {one["agency"] for one in routed} == {"satpolpp", "dishub"}
    corrected(terminal, "no-report", b)
    assert terminal.answer("explain", b)["incident"]["state"] == "closed"


def test_what_cannot_be_is_refused_before_it_is_sent(terminal: Terminal) -> None:
    a = reported(terminal, "koreksi-4", "pohon tumbang menutup jalan", -6.2481)
    unknown = terminal.run("correct", "reclassify", a, "meteor", "--why", "x")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert "what.category: the catalog has no 'meteor'" in unknown.stderr
    assert "no report sorot:nobody" in terminal.run("correct", "move", "sorot:nobody", a, "--why", "x").stderr
