"""Commands that ask Postgres, on one of their own."""

import io
import json
import tarfile
import time
from urllib.parse import parse_qs, urlsplit

import pytest
from typer.testing import CliRunner

from streams.cli import make_cli
from tests.integration.commands import execute, run


@pytest.mark.usefixtures("bare_postgres")
def test_before_migrations_each_says_what_to_run() -> None:
    commands = (
        ("key", "add", "sorot", "--name", "aplikasi"),
        ("key", "list"),
        ("key", "revoke", "sorot-1"),
        ("webhook", "list"),
        ("explain", "sorot:1"),
        ("status", "sorot:1"),
    )
    for command in commands:
        result = run(*command)
        assert (result.exit_code, result.stdout) == (1, ""), command
        assert result.stderr.startswith("sinergi: migrations are missing: 0001 "), command
        assert result.stderr.endswith("; run `sinergi migrate`\n"), command


@pytest.mark.usefixtures("own_postgres")
def test_lists_are_objects_with_a_list_in_them() -> None:
    assert json.loads(run("key", "list", "--json").stdout) == {"keys": []}
    assert json.loads(run("webhook", "list", "--json").stdout) == {"webhooks": []}
    assert json.loads(run("webhook", "failed", "--json").stdout) == {"failed": []}


def test_check_tells_of_a_newer_database_on_which_workers_refuse_to_start(
    own_postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SINERGI_KAFKA_BROKERS", "127.0.0.1:1")
    execute(own_postgres, "insert into migrations values (900, 'of_tomorrow', 'x', now(), 900)")
    [line] = json.loads(run("check", "--json").stdout)["checks"]["postgres"]
    assert line.startswith("the database is too new for this code: 0900 of_tomorrow")


@pytest.mark.usefixtures("own_postgres")
def test_a_link_to_a_photo_shows_it_for_a_while_and_is_noted() -> None:
    sha256, url = "5f" * 32, f"http://127.0.0.1:8311/photos/{'5f' * 32}.jpg"
    for photo in (url, sha256):
        made = run("photo", "link", photo, "--for", "30m").stdout.strip()
        assert made.startswith(f"{url}?")
        left_s = int(parse_qs(urlsplit(made).query)["expires"][0]) - time.time()
        assert 1_700 < left_s <= 1_800
    noted = json.loads(run("audit", "show", "--of", sha256, "--json").stdout)["audit"]
    assert [row["what"] for row in noted] == ["photo link"] * 2


def test_the_audit_log_is_verified_and_a_cut_tail_found_by_a_head(own_postgres: str) -> None:
    id = run("key", "add", "sorot", "--name", "aplikasi").stdout.partition(".")[0]
    whole = json.loads(run("audit", "verify", "--json").stdout)
    assert (whole["whole"], whole["rows"]) == (True, int(whole["head"].partition(":")[0]))
    assert "key add" in run("audit", "show", "--of", id).stdout
    assert run("key", "revoke", id).exit_code == 0
    assert run("audit", "verify", "--since", "1h", "--head", whole["head"]).exit_code == 0
    assert run("audit", "verify", "--head", "7").exit_code == 2

    execute(own_postgres, "alter table audit disable trigger all")
    execute(own_postgres, "delete from audit where what like 'key %'")
    assert run("audit", "verify").exit_code == 0
    cut = run("audit", "verify", "--head", whole["head"])
    assert (cut.exit_code, "is gone" in cut.stderr) == (1, True)
    execute(own_postgres, "update audit set login = 'x' where number = 3")
    assert "row 3 was changed" in run("audit", "verify").stderr
    execute(own_postgres, "delete from audit")
    assert "is gone with all others" in run("audit", "verify").stderr


def test_what_is_held_of_who_is_named_on_stdin_comes_out_on_stdout(own_postgres: str) -> None:
    """As it must in a container, which has no disk, and where `ps` shows every argument."""
    execute(
        own_postgres,
        'insert into rejections (cluster, topic, partition, "offset", code, reason, field, original,'
        " original_length) values ('c', 'reports.sorot', 0, 0, 'invalid', '', '',"
        ' \'{"reporter": "warga-1"}\', 23)',
    )
    command = ["export", "-", "--to", "-"]
    done = CliRunner().invoke(make_cli("export"), command, input="sorot:warga-1\n")
    assert (done.exit_code, done.stderr) == (
        0,
        "sinergi: -: 0 reports, 0 replies, 1 rejections, 0 photos\n",
    )
    with tarfile.open(fileobj=io.BytesIO(done.stdout_bytes)) as archive:
        files = {one.name: one for one in archive}
        data = archive.extractfile("data-pelapor/data.json")
        assert data
        assert [one["isi"] for one in json.load(data)["ditolak"]] == ['{"reporter": "warga-1"}']
    assert files.keys() == {"data-pelapor", "data-pelapor/data.json", "data-pelapor/BACA.txt"}
    assert files["data-pelapor"].mode == 0o700
