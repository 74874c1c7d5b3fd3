from collections.abc import Mapping
from pathlib import Path

import pytest

from schemas.toml_source import Mistakes
from streams.settings import KafkaSettings, PostgresSettings, Settings
from streams.settings.source import FILE_VARIABLE, environment_of, load_settings


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder to be in, since `sinergi.toml` is looked for in it."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text: str, name: str = "sinergi.toml") -> str:
    Path(name).write_text(text, encoding="utf-8")
    return name


def mistakes(environment: Mapping[str, str]) -> list[str]:
    with pytest.raises(Mistakes) as caught:
        load_settings(environment)
    return [str(mistake) for mistake in caught.value.mistakes]


def test_without_file_and_environment_the_defaults_hold() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({"PATH": "/bin", "SINERGIK": "x"}) == Settings()


def test_the_file_goes_over_the_defaults_and_the_environment_over_the_file() -> None:
    write('[kafka]\npartitions = 3\nreplication = 2\n[postgres]\nurl = "postgresql://file/x"\n')
    found = load_settings({"SINERGI_KAFKA_PARTITIONS": "5"})
    assert (found.kafka.partitions, found.kafka.replication) == (5, 2)
    assert found.postgres.url == "postgresql://file/x"
    assert found.kafka.retention_days == KafkaSettings().retention_days


def test_the_environment_names_another_file() -> None:
    write("[web]\nport = 1\n")
    named = write("[web]\nport = 2\n", "other.toml")
    assert load_settings({}).web.port == 1
    assert load_settings({FILE_VARIABLE: named}).web.port == 2


def test_a_file_that_is_named_must_be_there() -> None:
    [mistake] = mistakes({FILE_VARIABLE: "missing.toml"})
    assert mistake.startswith("missing.toml:1: cannot be read")


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("SINERGI_KAFKA_BROKERS", "a:1, b:2", ("a:1", "b:2")),
        ("SINERGI_KAFKA_IDEMPOTENT", "false", False),
        ("SINERGI_KAFKA_SESSION_TIMEOUT_S", "7.5", 7.5),
        ("SINERGI_KAFKA_CLUSTER", "abc", "abc"),
        ("SINERGI_CATALOG", "elsewhere", Path("elsewhere")),
        ("SINERGI_WEB_PORT", "0", 0),
        ("SINERGI_TRACING_SAMPLE", "0.25", 0.25),
        ("SINERGI_TRACING_ENDPOINT", "https://collector:4318", "https://collector:4318"),
    ],
)
def test_a_variable_is_read_as_what_its_setting_is(variable: str, value: str, expected: object) -> None:
    found: object = load_settings({variable: value})
    sections = ("kafka", "postgres", "web", "tracing")
    section, _, key = variable.removeprefix("SINERGI_").lower().partition("_")
    for name in (section, key) if section in sections else (section,):
        found = getattr(found, name)
    assert found == expected


def test_brokers_of_the_file_are_a_list_or_a_line() -> None:
    write('[kafka]\nbrokers = ["a:1", "b:2"]\n')
    assert load_settings({}).kafka.brokers == ("a:1", "b:2")
    write('[kafka]\nbrokers = "a:1,b:2"\n')
    assert load_settings({}).kafka.brokers == ("a:1", "b:2")


def test_every_mistake_is_named_at_once_with_its_line_or_variable() -> None:
    write(
        '[kafka]\npartitions = 0\nbrokers = []\n\n[web]\nport = "high"\ncolour = "red"\n\n[cheese]\nage = 3\n'
    )
    found = mistakes(
        {"SINERGI_KAFKA_REPLICATION": "ten", "SINERGI_POSTGRES_URI": "x", "SINERGI_WEB_HOST": "0.0.0.0"}
    )
    places = {line.split(": ")[0] for line in found}
    assert places == {
        "SINERGI_POSTGRES_URI:1",
        "SINERGI_KAFKA_REPLICATION:1",
        "sinergi.toml:2",
        "sinergi.toml:3",
        "sinergi.toml:6",
        "sinergi.toml:7",
        "sinergi.toml:9",
    }
    assert len(found) == len(places)
    by_place = dict(line.split(": ", 1) for line in found)
    assert "did you mean 'SINERGI_POSTGRES_URL'?" in by_place["SINERGI_POSTGRES_URI:1"]
    assert "'ten'" in by_place["SINERGI_KAFKA_REPLICATION:1"]
    assert by_place["sinergi.toml:2"].startswith("kafka.partitions: ")


def test_without_a_file_the_variable_that_is_missing_is_named() -> None:
    found = mistakes({"SINERGI_KAFKA_SECURITY": "sasl_ssl", "SINERGI_KAFKA_USERNAME": "triage"})
    assert found == ["SINERGI_KAFKA_PASSWORD:1: security sasl_ssl needs it"]


def test_a_variable_is_blamed_when_it_hides_a_good_line_of_the_file() -> None:
    write("[web]\nport = 80\n")
    [mistake] = mistakes({"SINERGI_WEB_PORT": "-1"})
    assert mistake.startswith("SINERGI_WEB_PORT:1: ")


def test_a_bad_line_of_the_file_does_not_matter_when_a_variable_hides_it() -> None:
    write('[web]\nport = "high"\n')
    assert load_settings({"SINERGI_WEB_PORT": "81"}).web.port == 81


@pytest.mark.parametrize("text", ["[kafka\n", "[kafka]\npartitions = 3\npartitions = 4\n"])
def test_a_file_that_is_no_toml_is_named_with_its_line(text: str) -> None:
    [mistake] = mistakes({FILE_VARIABLE: write(text)})
    assert mistake.startswith(f"sinergi.toml:{text.count(chr(10))}: is not TOML")


@pytest.mark.parametrize(
    "settings",
    [
        Settings(),
        Settings(
            kafka=KafkaSettings(brokers=("a:1", "b:2"), cluster="c", idempotent=False, fetch_wait_ms=7),
            postgres=PostgresSettings(url="postgresql://u@/d?host=/tmp/x", wait_s=0.5),
            catalog=Path("catalog"),
            folder=Path("/var/sinergi"),
        ),
    ],
)
def test_a_child_process_gets_the_same_settings(settings: Settings) -> None:
    environment = environment_of(settings)
    assert load_settings(environment) == settings
    write('[kafka]\npartitions = 3\nchunk_records = 7\n[web]\nhost = "elsewhere"\n')
    assert load_settings(environment) == settings


def test_a_variable_may_name_the_file_that_holds_the_value() -> None:
    path = write("postgresql://sinergi:p@ss@db/sinergi\n", "url")
    assert (
        load_settings({"SINERGI_POSTGRES_URL_FILE": path}).postgres.url
        == "postgresql://sinergi:p@ss@db/sinergi"
    )
    path = write("s" * 40, "secret")
    assert load_settings({"SINERGI_INTAKE_SECRET_FILE": path}).intake.secret == "s" * 40


def test_a_value_has_one_place() -> None:
    path = write("postgresql://b/x\n", "url")
    [mistake] = mistakes({"SINERGI_POSTGRES_URL": "postgresql://a/x", "SINERGI_POSTGRES_URL_FILE": path})
    assert mistake == "SINERGI_POSTGRES_URL_FILE:1: SINERGI_POSTGRES_URL is set too; which of them?"


def test_a_file_of_a_value_must_be_there() -> None:
    [mistake] = mistakes({"SINERGI_POSTGRES_URL_FILE": "missing"})
    assert mistake == "SINERGI_POSTGRES_URL_FILE:1: missing cannot be read: No such file or directory"


def test_what_a_file_holds_is_never_shown() -> None:
    [mistake] = mistakes({"SINERGI_INTAKE_SECRET_FILE": write("too short\n", "secret")})
    assert mistake.startswith("SINERGI_INTAKE_SECRET_FILE:1: ")
    assert "too short" not in mistake


def test_only_a_setting_can_stand_in_a_file() -> None:
    [mistake] = mistakes({"SINERGI_POSTGRES_URI_FILE": write("x", "uri")})
    assert mistake.startswith("SINERGI_POSTGRES_URI_FILE:1: unknown setting")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SINERGI_TRACING_SAMPLE", "1.5"),
        ("SINERGI_TRACING_SAMPLE", "-0.1"),
        ("SINERGI_TRACING_SAMPLE", "nan"),
        ("SINERGI_TRACING_ENDPOINT", "collector:4318"),
        ("SINERGI_TRACING_ENDPOINT", "grpc://collector:4317"),
    ],
)
def test_tracing_that_cannot_be_is_a_mistake(variable: str, value: str) -> None:
    [mistake] = mistakes({variable: value})
    assert mistake.startswith(f"{variable}:1: ")


def test_an_empty_variable_stands_for_the_default_whatever_the_file_says() -> None:
    write('[kafka]\ninstance = "triage-1"\npartitions = 3\n')
    found = load_settings({"SINERGI_KAFKA_INSTANCE": "", "SINERGI_KAFKA_PARTITIONS": ""})
    assert found == Settings()
