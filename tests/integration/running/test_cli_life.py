"""`sinergi agency say`, `reply`, `status` and `explain` on a running system: an incident's whole life."""

import json
import secrets
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.integration.running.terminal import READY_S, Terminal, following
from tests.waiting import wait_until

LON = "106.9812"
TEXT = "jalan berlubang, aspal rusak parah"


def reported(terminal: Terminal, id: str, lat: str) -> dict[str, Any]:
    """The incident of a new report."""
    words = ("--text", TEXT, "--lat", lat, "--lon", LON, "--reporter", f"warga-{id}")
    answer = terminal.answer("report", "--channel", "sorot", "--id", id, *words)
    return dict(answer["incident"])


def opened(terminal: Terminal, id: str, lat: str) -> tuple[str, str]:
    """A new incident, and the one agency that must act."""
    incident = reported(terminal, id, lat)
    [routed] = incident["routed"]
    return incident["id"], routed["agency"]


def refused(terminal: Terminal, *arguments: str) -> dict[str, Any]:
    """The outcome of a command that Postgres knows to be refused."""
    result = terminal.run(*arguments, "--json")
    assert result.returncode == 1, result.stderr
    return dict(json.loads(result.stdout))


def shown(lat: str) -> tuple[str, ...]:
    """A photo of a fix that nobody has seen before, of this moment and place."""
    taken_at = datetime.now(UTC).isoformat()
    photo = ("--photo", "https://foto/baru.jpg", "--phash", secrets.token_hex(8), "--taken-at", taken_at)
    return (*photo, "--lat", lat, "--lon", LON, "--at", datetime.now(UTC).isoformat())


def test_a_fix_that_is_shown_and_confirmed_ends_well(terminal: Terminal) -> None:
    incident, agency = opened(terminal, "hidup-1", "-6.2201")
    assert reported(terminal, "hidup-2", "-6.2201")["id"] == incident
    say = ("agency", "say", agency, incident)
    assert terminal.answer("status", "sorot:hidup-1") | {"resolve_by": 0, "reported_at": 0, "stands": 0} == {
        "report": "sorot:hidup-1",
        "reported_at": 0,
        "category": "road_damage",
        "step": "dispatched",
        "stands": 0,
        "others": 1,
        "resolve_by": 0,
        "asks": False,
    }
    assert terminal.answer(*say, "accepted")["result"] == "applied"
    assert terminal.answer(*say, "on-site")["result"] == "applied"
    assert "di lokasi sejak" in terminal.answer("status", "sorot:hidup-2")["stands"]
    proof = terminal.answer(*say, "resolved", *shown("-6.2201"))
    assert proof["checks"] != []
    assert all(check["passed"] for check in proof["checks"])
    asked = terminal.run("status", "sorot:hidup-1").stdout
    assert "Apakah sudah beres?: sinergi reply sorot:hidup-1 yes" in asked
    for report in ("sorot:hidup-1", "sorot:hidup-2"):
        assert terminal.answer("reply", report, "yes")["result"] == "applied"
    told = terminal.run("explain", incident).stdout
    assert "  Sekarang: dipastikan selesai sejak" in told
    assert "  Suara warga: 2 sudah beres, 0 belum\n" in told
    assert "  Jawaban yang diterima: 2 ya, 0 tidak\n" in told
    said = [told.index(words) for words in ("menerima (dit", "di lokasi (dit", "menyatakan selesai (dit")]
    assert said == sorted(said)


def test_a_fix_that_is_not_shown_is_doubted_and_reopened(terminal: Terminal) -> None:
    incident, agency = opened(terminal, "hidup-3", "-6.2301")
    say = ("agency", "say", agency, incident)
    old = (
        "--photo",
        "https://foto/lama.jpg",
        "--phash",
        "00ff00ff00ff00ff",
        "--lat",
        "-6.2301",
        "--lon",
        LON,
    )
    doubted = terminal.answer(*say, "resolved", *old, "--taken-at", "2020-01-01T08:00")
    assert [check["name"] for check in doubted["checks"] if not check["passed"]] == ["time"]
    assert "belum terbukti" in terminal.run("explain", incident).stdout
    assert terminal.answer("reply", "sorot:hidup-3", "no")["result"] == "applied"
    life = terminal.answer("explain", incident)["incident"]["life"]
    assert (life["step"], life["reopened"]) == ("reopened", 1)
    told = terminal.run("explain", "sorot:hidup-3").stdout
    assert "  Dibuka lagi: 1 kali\n" in told
    assert terminal.answer(*say, "accepted")["result"] == "applied"


def test_what_cannot_follow_is_refused_and_its_sender_finds_out_why(terminal: Terminal) -> None:
    incident, _ = opened(terminal, "hidup-4", "-6.2401")
    other = refused(terminal, "agency", "say", "dinkes", incident, "accepted", "--id", "hidup-k1")
    assert (other["code"], other["field"]) == ("not_yours", "incident_id")
    by_id = terminal.run("explain", "hidup-k1").stdout
    assert "menerima (ditolak)" in by_id
    assert f"ditolak karena: {other['reason']}\n" in by_id
    wait_until(
        lambda: "Ditolak: catatan progress.dinkes/" in terminal.run("explain", "hidup-k1").stdout,
        "the refused record to be kept",
        READY_S,
    )
    assert terminal.answer("explain", "dinkes/hidup-k1")["progress"][0]["incident_id"] == incident
    answered = refused(terminal, "reply", "sorot:hidup-4", "yes", "--id", "hidup-j1")
    assert answered["code"] == "not_asked"
    assert "menjawab ya, sudah beres (ditolak)" in terminal.run("explain", "sorot:hidup-j1").stdout
    assert "Jawaban yang diterima" not in terminal.run("explain", incident).stdout


def test_an_id_that_is_used_again_says_the_same_or_is_refused(terminal: Terminal) -> None:
    incident, agency = opened(terminal, "hidup-5", "-6.2501")
    again = ("--id", "hidup-k2", "--at", datetime.now(UTC).isoformat(), "--version", "1")
    say = ("agency", "say", agency, incident)
    first = terminal.answer(*say, "accepted", *again)
    assert first["result"] == "applied"
    assert terminal.answer(*say, "accepted", *again) == first
    changed = terminal.run(*say, "on-site", *again)
    assert (changed.returncode, changed.stdout) == (1, "")
    assert "was used before" in changed.stderr
    [kept] = terminal.answer("explain", "hidup-k2")["progress"]
    assert kept["said"] == "accepted"


def test_who_refuses_says_who_should_act_and_is_followed(terminal: Terminal, tmp_path: Path) -> None:
    incident, agency = opened(terminal, "hidup-6", "-6.2601")
    why = ("--why", "jalan lingkungan, bukan jalan kota")
    refusal = terminal.answer("agency", "say", agency, incident, "refused", *why, "--agency", "disperkimtan")
    assert refusal["result"] == "applied"
    now = terminal.answer("explain", incident)["incident"]
    assert [one["agency"] for one in now["routed"]] == ["disperkimtan"]
    assert now["life"]["refusals"] == [agency]
    with following(terminal, tmp_path, "disperkimtan", "--from-beginning") as follower:
        follower.shown(f"Insiden baru: {incident} versi {now['version']}\n")
    assert terminal.answer("agency", "say", "disperkimtan", incident, "accepted")["result"] == "applied"


def test_what_nobody_knows_is_not_spoken_of(terminal: Terminal) -> None:
    for arguments in (("status", "sorot:nobody"), ("reply", "sorot:nobody", "yes")):
        result = terminal.run(*arguments)
        assert (result.returncode, result.stderr) == (1, "sinergi: no report sorot:nobody\n")
    result = terminal.run("agency", "say", "dishub", "bekasi:traffic:none", "accepted")
    assert (result.returncode, result.stderr) == (1, "sinergi: no incident bekasi:traffic:none\n")
    unknown = terminal.run("agency", "say", "dishub", "bekasi:traffic:none", "accepted", "--version", "1")
    assert (unknown.returncode, "no incident bekasi:traffic:none" in unknown.stderr) == (1, True)
