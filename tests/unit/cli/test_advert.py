"""Other commands find a running system, and only a running one."""

from pathlib import Path

import pytest

from streams.cli.configured import configured
from streams.settings import Settings
from streams.settings.source import environment_of
from streams.stack.advert import FILE, AlreadyRunningError, advert, find

RUNNING = Settings.model_validate(
    {
        "kafka": {"brokers": "127.0.0.1:7", "cluster": "embedded-x"},
        "postgres": {"url": "postgresql://there/x"},
    }
)


def test_nothing_is_found_where_nothing_was_ever_started(tmp_path: Path) -> None:
    assert find(tmp_path / "no") == {}


def test_what_is_shown_is_found(tmp_path: Path) -> None:
    with advert(tmp_path) as shown:
        assert find(tmp_path) == {}
        shown.show({"SINERGI_POSTGRES_URL": 'postgresql:///x?host=/a "b"\\c'})
        assert find(tmp_path) == {"SINERGI_POSTGRES_URL": 'postgresql:///x?host=/a "b"\\c'}
    assert find(tmp_path) == {}


def test_the_file_of_a_dead_process_misleads_nobody(tmp_path: Path) -> None:
    with advert(tmp_path) as shown:
        shown.show({"SINERGI_POSTGRES_URL": "postgresql://there/x"})
        left = (tmp_path / FILE).read_text()
    (tmp_path / FILE).write_text(left)
    assert "SINERGI_POSTGRES_URL" in left
    assert find(tmp_path) == {}


def test_a_folder_is_one_systems_own(tmp_path: Path) -> None:
    with (
        advert(tmp_path) as shown,
        pytest.raises(AlreadyRunningError, match=FILE),
        advert(tmp_path),
    ):
        shown.clear()
    with advert(tmp_path):
        pass


def test_a_command_takes_the_running_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with advert(tmp_path / ".sinergi") as shown:
        shown.show(environment_of(RUNNING))
        found = configured({})
    assert found == RUNNING
    assert configured({}) == Settings()


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SINERGI_KAFKA_BROKERS", "mine:9092"), ("SINERGI_POSTGRES_URL", "postgresql://mine/x")],
)
def test_an_address_in_the_environment_wins(
    variable: str, value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with advert(tmp_path / ".sinergi") as shown:
        shown.show(environment_of(RUNNING))
        found = configured({variable: value})
    assert found.kafka.cluster is None
    assert value in (found.kafka.brokers[0], found.postgres.url)


def test_an_address_in_the_file_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "sinergi.toml").write_text('[postgres]\nurl = "postgresql://mine/x"\n')
    with advert(tmp_path / ".sinergi") as shown:
        shown.show(environment_of(RUNNING))
        assert configured({}).postgres.url == "postgresql://mine/x"


def test_other_settings_of_the_environment_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with advert(tmp_path / ".sinergi") as shown:
        shown.show(environment_of(RUNNING))
        found = configured({"SINERGI_WEB_PORT": "7001"})
    assert (found.web.port, found.kafka.brokers) == (7001, RUNNING.kafka.brokers)
