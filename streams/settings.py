"""Settings: one TOML file and the environment (`SINERGI_<SECTION>_<KEY>`), checked whole.

The environment wins over the file, the file over the defaults. `SINERGI_<SECTION>_<KEY>_FILE` names a
file that holds the value, so that no secret need stand in an environment. Every mistake is reported at
once, with the file's line or the variable's name.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from schemas.toml_source import Mistake, Mistakes, TomlSource, nearest, read_toml

PREFIX = "SINERGI_"
FILE_VARIABLE = "SINERGI_SETTINGS"
HELD_IN = "_FILE"


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _split(value: object) -> object:
    return tuple(part.strip() for part in value.split(",")) if isinstance(value, str) else value


class KafkaSettings(_Section):
    """The broker, and how topics are made on it."""

    brokers: Annotated[tuple[str, ...], BeforeValidator(_split), Field(min_length=1)] = ("localhost:9092",)
    cluster: Annotated[
        str | None, Field(description="id of the cluster; asked of the broker when not given")
    ] = None
    partitions: Annotated[int, Field(ge=1, le=1000)] = 8
    replication: Annotated[int, Field(ge=1, le=9)] = 1
    retention_days: Annotated[int, Field(ge=1, le=3650)] = 30
    instance: Annotated[
        str | None,
        Field(description="stable name of this replica (static membership), shared with no other worker"),
    ] = None
    session_timeout_s: Annotated[float, Field(ge=3)] = 30.0
    heartbeat_s: Annotated[float, Field(ge=0.5)] = 3.0
    rebalance_timeout_s: Annotated[float, Field(ge=3)] = 60.0
    fetch_wait_ms: Annotated[int, Field(ge=1, le=10_000)] = 100
    chunk_records: Annotated[int, Field(ge=1, le=50_000)] = 2_000
    idempotent: Annotated[
        bool, Field(description="idempotent producer; off only for the embedded broker")
    ] = True


class PostgresSettings(_Section):
    """The record of truth."""

    url: str = "postgresql://localhost/sinergi"
    wait_s: Annotated[float, Field(ge=0, description="how long a start waits for Postgres")] = 30.0
    statement_timeout_s: Annotated[float, Field(ge=1)] = 30.0


class WebSettings(_Section):
    """Metrics and health of a worker. Port 0 takes a free one; by default each kind of worker has its own."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 6066


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class LogSettings(_Section):
    """What processes say on stderr. `auto` is text on a terminal and JSON elsewhere.

    The level is that of our own lines; below a warning libraries show what they carry, so of them no more
    is told.
    """

    format: Annotated[Literal["auto", "json", "text"], BeforeValidator(_lower)] = "auto"
    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"


class ClockSettings(_Section):
    """The clock by which promises come due. Replays of other days bring their own time: 0 stops it."""

    tick_s: Annotated[float, Field(ge=0, le=3_600)] = 60.0


class IntakeSettings(_Section):
    """Where the HTTP intake listens; `url` is how the world reaches it, if not there."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8311
    url: Annotated[str | None, Field(pattern=r"^https?://[^/\s]+(/\S*)?$")] = None
    contact: Annotated[str, Field(description="whom authors of apps may ask, in words")] = (
        "Pusat Operasi (POC) pemerintah kota"
    )
    secret: Annotated[
        str | None,
        Field(min_length=32, description="hides e-mails and phones; one file in `folder` when not given"),
    ] = None
    repeats_days: Annotated[
        int, Field(ge=1, le=365, description="how long an Idempotency-Key is remembered")
    ] = 7

    @property
    def public_url(self) -> str:
        """How the world reaches it, without a slash at the end."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")


class PhotosSettings(_Section):
    """Where photos are kept, by default in `photos` of the folder, and what links to them are signed with.

    Without `secret` one is made and kept in the folder. Options of an `s3://bucket/folder` stand in the
    environment, as AWS and fsspec name them. Links signed with `old_secret` are still good.
    """

    url: Annotated[str | None, Field(pattern=r"^[a-z][a-z0-9]*://\S*$")] = None
    secret: Annotated[str | None, Field(min_length=32, repr=False)] = None
    old_secret: Annotated[str | None, Field(min_length=32, repr=False)] = None


class WebhookSettings(_Section):
    """How dispatches are delivered over HTTP. By default the last try comes about a day after the first."""

    tries: Annotated[int, Field(ge=1, le=50)] = 10
    first_wait_s: Annotated[float, Field(gt=0, le=86_400)] = 5.0
    longest_wait_s: Annotated[float, Field(gt=0, le=604_800)] = 28_800.0
    timeout_s: Annotated[float, Field(gt=0, le=120)] = 15.0
    concurrency: Annotated[int, Field(ge=1, le=64, description="tries at a time for each destination")] = 4
    waiting_max: Annotated[
        int, Field(ge=1, description="more for one destination waits in Kafka, as long as that keeps it")
    ] = 10_000
    kept_days: Annotated[int, Field(ge=1, le=3650, description="for what was delivered or given up")] = 30
    poll_s: Annotated[float, Field(gt=0, le=30)] = 1.0
    private_destinations: Annotated[
        bool, Field(description="http and our own networks too: for trials on one machine")
    ] = False


class TracingSettings(_Section):
    """Where OpenTelemetry traces go, by OTLP over HTTP; nowhere when `endpoint` is not given.

    `sample` is the share of reports whose traces begin here; a report that comes with a trace is in it if
    its sender says so.
    """

    endpoint: Annotated[
        str | None,
        Field(pattern=r"^https?://[^/\s]+(/\S*)?$", description="of the collector, like http://host:4318"),
    ] = None
    sample: Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)] = 0.01

    @property
    def url(self) -> str:
        """Where spans are posted: /v1/traces of the endpoint."""
        return f"{(self.endpoint or '').rstrip('/').removesuffix('/v1/traces')}/v1/traces"


class WatchSettings(_Section):
    """How often the watch looks, and how long it waits for an answer before it shows nothing."""

    every_s: Annotated[float, Field(gt=0, le=60)] = 5.0
    timeout_s: Annotated[float, Field(gt=0, le=30)] = 10.0
    counts_every_s: Annotated[
        float, Field(gt=0, le=3_600, description="for what is counted over all open incidents or by weeks")
    ] = 30.0
    drift_every_s: Annotated[
        float, Field(gt=0, le=86_400, description="for what reads all reports of five weeks")
    ] = 300.0
    drift_timeout_s: Annotated[float, Field(gt=0, le=50)] = 30.0


class Settings(_Section):
    """All of it."""

    kafka: KafkaSettings = KafkaSettings()
    postgres: PostgresSettings = PostgresSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    clock: ClockSettings = ClockSettings()
    intake: IntakeSettings = IntakeSettings()
    photos: PhotosSettings = PhotosSettings()
    webhooks: WebhookSettings = WebhookSettings()
    tracing: TracingSettings = TracingSettings()
    watch: WatchSettings = WatchSettings()
    catalog: Annotated[Path | None, Field(description="another catalog folder than the built-in one")] = None
    weights: Annotated[Path | None, Field(description="another folder of trained weights")] = None
    folder: Annotated[Path, Field(description="where the embedded parts and workers keep their files")] = (
        Path(".sinergi")
    )


def load_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """Read and check everything. Raises `Mistakes`, naming each file and line or variable."""
    env = os.environ if environment is None else environment
    source = _file(env)
    content: dict[str, object] = dict(source.content)
    mistakes: list[Mistake] = []
    for variable, said in sorted(env.items()):
        if not variable.startswith(PREFIX) or variable == FILE_VARIABLE:
            continue
        if location := _VARIABLES.get(variable):
            _put(content, location, said)
        elif location := _VARIABLES.get(variable.removesuffix(HELD_IN)):
            held = _held(variable, said, env)
            if isinstance(held, Mistake):
                mistakes.append(held)
            else:
                _put(content, location, held)
        else:
            mistakes.append(Mistake(Path(variable), 1, f"unknown setting; {nearest(variable, _VARIABLES)}"))
    try:
        settings = Settings.model_validate(content)
    except ValidationError as error:
        raise Mistakes([*mistakes, *_where(error, source, env)]) from error
    if mistakes:
        raise Mistakes(mistakes)
    return settings


def environment_of(settings: Settings) -> dict[str, str]:
    """The variables that give a child process the same settings."""
    found: dict[str, str] = {}
    for variable, location in _VARIABLES.items():
        value: object = settings
        for key in location:
            value = getattr(value, key)
        if value is not None:
            found[variable] = ",".join(value) if isinstance(value, tuple) else str(value)
    return found


def _file(env: Mapping[str, str]) -> TomlSource:
    named = env.get(FILE_VARIABLE)
    path = Path(named or "sinergi.toml")
    return read_toml(path) if named or path.exists() else TomlSource(path, "", {})


def _held(variable: str, path: str, env: Mapping[str, str]) -> str | Mistake:
    """What the file of a `..._FILE` variable holds, without the line's end."""
    if (setting := variable.removesuffix(HELD_IN)) in env:
        return Mistake(Path(variable), 1, f"{setting} is set too; which of them?")
    try:
        return Path(path).read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        return Mistake(Path(variable), 1, f"{path} cannot be read: {why}")


def _variables() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, _Section):
            found |= {f"{PREFIX}{name}_{key}".upper(): (name, key) for key in inner.model_fields}
        else:
            found[f"{PREFIX}{name}".upper()] = (name,)
    return found


_VARIABLES = _variables()


def _put(content: dict[str, object], location: tuple[str, ...], value: str) -> None:
    *sections, key = location
    for section in sections:
        inner = content.get(section)
        content[section] = dict(inner) if isinstance(inner, dict) else {}
        content = content[section]  # type: ignore[assignment]
    content[key] = value


def _where(error: ValidationError, source: TomlSource, env: Mapping[str, str]) -> list[Mistake]:
    names = {location: variable for variable, location in _VARIABLES.items()}
    mistakes = []
    for point, in_file in zip(error.errors(), source.explain(error), strict=True):
        variable = names.get(tuple(map(str, point["loc"])))
        if variable and variable + HELD_IN in env:
            # What stands in a file of its own is likely to be a secret.
            mistakes.append(Mistake(Path(variable + HELD_IN), 1, point["msg"]))
        elif variable and variable in env:
            got = "" if variable.endswith("_SECRET") else f" (got {env[variable]!r})"
            mistakes.append(Mistake(Path(variable), 1, f"{point['msg']}{got}"))
        else:
            mistakes.append(in_file)
    return mistakes
