"""`deploy/compose/prepare`: .env and the secrets."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from streams.settings.source import load_settings
from tests.unit.deploy.files import COMPOSE, compose


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("prepare", ".env.example"):
        shutil.copy(COMPOSE / name, tmp_path)
    return tmp_path


def prepare(folder: Path) -> dict[str, str]:
    """What is there afterwards, by file."""
    subprocess.run([folder / "prepare"], check=True, capture_output=True, timeout=30)
    return {str(path.relative_to(folder)): path.read_text() for path in folder.rglob("*") if path.is_file()}


def test_it_makes_all_that_compose_asks_for(folder: Path) -> None:
    made = prepare(folder)
    assert {secret["file"] for secret in compose()["secrets"].values()} <= set(made)
    assert re.search(r"^KAFKA_CLUSTER_ID=[\w][\w-]{21}$", made[".env"], re.MULTILINE)
    needed = set(re.findall(r"\$\{(\w+)", (COMPOSE / "compose.yaml").read_text(encoding="utf-8")))
    assert needed == set(re.findall(r"^(\w+)=", made[".env"], re.MULTILINE))


def test_sinergi_takes_what_it_made(folder: Path) -> None:
    made = prepare(folder)
    for process in ("triage", "resolve", "webhooks", "watch", "intake", "board", "operator", "personal"):
        assert re.fullmatch(
            rf"postgresql://sinergi-{process}:[0-9a-f]{{64}}@postgres/sinergi",
            made[f"secrets/postgres_url_{process}"],
        )
    settings = load_settings(
        {
            "SINERGI_POSTGRES_URL_FILE": str(folder / "secrets/postgres_url"),
            "SINERGI_INTAKE_SECRET_FILE": str(folder / "secrets/intake_secret"),
            "SINERGI_PHOTOS_SECRET_FILE": str(folder / "secrets/photos_secret"),
        }
    )
    assert (
        settings.postgres.url == f"postgresql://sinergi:{made['secrets/postgres_password']}@postgres/sinergi"
    )


def test_it_is_closed_to_others_and_containers_can_read_it(folder: Path) -> None:
    prepare(folder)
    assert (folder / "secrets").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (folder / "secrets").iterdir()} == {0o444}


def test_a_second_time_changes_nothing(folder: Path) -> None:
    assert prepare(folder) == prepare(folder)


def test_every_machine_has_its_own(folder: Path) -> None:
    first = prepare(folder)
    shutil.rmtree(folder / "secrets")
    (folder / ".env").unlink()
    second = prepare(folder)
    assert all(
        first[name] != second[name]
        for name in first
        if name.startswith(("secrets", ".env")) and name != ".env.example"
    )


def test_a_kafka_that_begins_anew_gets_an_id_where_none_is_left(folder: Path) -> None:
    first = prepare(folder)
    (folder / ".env").write_text(re.sub("KAFKA_CLUSTER_ID=.+", "KAFKA_CLUSTER_ID=", first[".env"]))
    second = prepare(folder)
    assert first[".env"] != second[".env"]
    assert len(first[".env"]) == len(second[".env"])
