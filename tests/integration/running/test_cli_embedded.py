"""`sinergi up --embedded` and the commands that other terminals give it."""

import json
import signal
from pathlib import Path

from tests.integration.running.terminal import READY_S, Terminal, said, write
from tests.waiting import wait_until


def test_every_record_of_a_replay_is_accounted_for(terminal: Terminal, tmp_path: Path) -> None:
    file = write(
        tmp_path / "mixed.jsonl",
        said("m1", lat=-6.2383, lon=106.9756),
        said("m2", lat=-6.2383, lon=106.9757),
        said("m1", lat=-6.2383, lon=106.9756),
        said("m2", text="Pohon lain"),
        said("m3", lat=200, lon=107),
        '{"id": "m4", "rep',
        {"text": "Lampu jalan mati", "reported_at": "2026-11-24 08:30:00"},
    )
    first = terminal.answer("replay", file, "--channel", "sorot")
    assert first | {"seconds": 0, "rate": 0, "file": ""} == {
        "file": "",
        "channel": "sorot",
        "published": 7,
        "unsent": 0,
        "recorded": 3,
        "redelivered": 1,
        "rejected": 3,
        "rejected_by": {"id_reused id": 1, "out_of_range lat": 1, "not_json": 1},
        "lost": 0,
        "incidents": 2,
        "seconds": 0,
        "rate": 0,
    }
    again = terminal.answer("replay", file, "--channel", "sorot")
    assert (again["recorded"], again["redelivered"], again["rejected"], again["lost"]) == (0, 4, 3, 0)


def test_a_record_too_large_for_kafka_is_named_by_its_line(terminal: Terminal, tmp_path: Path) -> None:
    file = write(tmp_path / "huge.jsonl", said("small"), said("huge", text="x" * (9 << 20)))
    result = terminal.run("replay", file, "--channel", "sorot", "--json")
    assert result.returncode == 1
    assert "line 2 was not taken by Kafka" in result.stderr
    figures = json.loads(result.stdout)
    assert (figures["published"], figures["unsent"], figures["recorded"], figures["lost"]) == (1, 1, 1, 0)


def test_csv_is_replayed_with_renamed_columns_and_the_citys_zone(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "keluhan.csv"
    file.write_text('waktu,isi,lat,lon\n2026-11-24 08:30,"Sampah, menumpuk",-6.25,106.99\n')
    result = terminal.run(
        "replay", str(file), "--channel", "poc", "--map", "waktu=reported_at", "--map", "isi=text"
    )
    assert result.returncode == 0, result.stderr
    assert "1 times without offset are taken for Asia/Jakarta" in result.stderr
    assert "  recorded: 1\n" in result.stdout


def test_a_batch_is_imported_and_followed_once(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "serahan.csv"
    file.write_text("No;Isi;reported_at\nB-1;Pohon tumbang;2026-11-24 08:30\nB-2;Banjir;2026-11-24 08:31\n")
    command = ("import", str(file), "--channel", "poc", "--map", "No=id", "--map", "Isi=text", "--wait")
    first = terminal.answer(*command)
    assert (first["published"], first["recorded"], first["lost"]) == (2, 2, 0)
    again = terminal.run(*command)
    assert (again.returncode, "all 2 were sent before" in again.stderr) == (0, True)
    assert terminal.answer(*command, "--again")["redelivered"] == 2


def test_a_report_is_told_from_what_was_said_to_who_must_act(terminal: Terminal) -> None:
    words = ("--text", "Kabel putus, hubungi 0812-3456-7890", "--lat", "-6.3", "--lon", "106.95")
    first = terminal.answer("report", "--channel", "sorot", "--id", "kabel 1", "--reporter", "a", *words)
    assert first["report"]["link"]["decision"] == "opens"
    assert "0812" not in json.dumps(first)
    second = terminal.run("report", "--channel", "poc", "--id", "kabel 1", *words)
    assert second.returncode == 0, second.stderr
    incident = first["report"]["link"]["incident_id"]
    assert f"Insiden {incident}" in second.stdout
    assert "bergabung ke insiden yang sudah ada" in second.stdout
    assert "2 laporan dari 2 warga" in second.stdout
    members = terminal.answer("explain", incident)["members"]
    assert [(one["channel"], one["link"]["decision"]) for one in members] == [
        ("sorot", "opens"),
        ("poc", "joins"),
    ]
    assert terminal.answer("explain", "sorot:kabel 1")["report"] == first["report"]
    ambiguous = terminal.run("explain", "kabel 1")
    assert ambiguous.returncode == 1
    assert "say which: poc:kabel 1, sorot:kabel 1" in ambiguous.stderr


def test_a_report_whose_id_is_taken_is_told_so(terminal: Terminal) -> None:
    terminal.answer("report", "--channel", "sorot", "--id", "taken", "--text", "Lampu jalan mati")
    result = terminal.run("report", "--channel", "sorot", "--id", "taken", "--text", "Sampah menumpuk")
    assert result.returncode == 1
    assert "was used before" in result.stderr
    (rejection,) = terminal.answer("explain", "sorot:taken")["rejections"]
    assert rejection["code"] == "id_reused"
    origin = rejection["origin"]
    position = f"{origin['topic']}/{origin['partition']}/{origin['offset']}"
    assert terminal.answer("explain", position)["rejections"] == [rejection]


def test_a_refused_record_is_found_by_its_own_id(terminal: Terminal, tmp_path: Path) -> None:
    file = write(tmp_path / "bad.jsonl", said("refused-1", lat=200, lon=107), said("refused-11", lat=1))
    terminal.answer("replay", file, "--channel", "callcenter")
    told = terminal.run("explain", "refused-1")
    assert told.returncode == 0, told.stderr
    assert told.stdout.count("Ditolak: catatan reports.callcenter/") == 1
    assert "Bagian: lat" in told.stdout


def test_what_nobody_knows_is_said_to_be_unknown(terminal: Terminal) -> None:
    result = terminal.run("explain", "sorot:nobody")
    assert (result.returncode, result.stdout) == (1, "")
    assert "nothing is known by the name 'sorot:nobody'" in result.stderr


def test_a_healthy_system_passes_its_check(terminal: Terminal) -> None:
    assert terminal.answer("check")["ok"]
    assert terminal.answer("migrate") == {"applied": []}
    assert terminal.answer("topics")["created"] == []


def test_a_second_system_in_the_same_folder_is_refused(terminal: Terminal) -> None:
    result = terminal.run("up", "--embedded")
    assert result.returncode == 1
    assert "an embedded system runs in .sinergi already" in result.stderr


def test_a_worker_that_ended_is_started_again(terminal: Terminal) -> None:
    ended = terminal.worker("triage")
    ended.terminate()  # Killed, it would keep its partitions until its session is over.
    wait_until(lambda: not ended.is_running(), "the worker to be gone", READY_S)
    answer = terminal.answer("report", "--channel", "sorot", "--text", "Banjir", "--patience-s", "50")
    assert answer["report"]["classification"]["category"] == "flood"
    assert terminal.worker("triage").pid != ended.pid


def test_records_that_do_not_arrive_are_called_lost(terminal: Terminal, tmp_path: Path) -> None:
    file = write(tmp_path / "late.jsonl", said("late-1"), said("late-2"))
    worker = terminal.worker("resolve")
    worker.send_signal(signal.SIGSTOP)
    try:
        result = terminal.run("replay", file, "--channel", "sorot", "--patience-s", "1", "--json")
    finally:
        worker.send_signal(signal.SIGCONT)
    assert result.returncode == 1
    assert json.loads(result.stdout)["lost"] == 2
    assert "2 records are not in Postgres" in result.stderr
    later = terminal.answer("replay", file, "--channel", "sorot")
    assert (later["lost"], later["recorded"] + later["redelivered"]) == (0, 2)
