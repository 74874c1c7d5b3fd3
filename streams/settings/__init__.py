"""What can be set, and what holds where nothing is."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from sinks.kafka_access import KafkaAccess
from streams.settings.board import BoardOidcSettings, BoardSettings
from streams.settings.section import Section


class KafkaSettings(Section, KafkaAccess):
    """The brokers, how we get in, and how topics are made on them.

    `accounts` is what stands before the names of our accounts in the brokers' lists of rights, `User:` at
    least (see `streams.accounts`).
    """

    accounts: Annotated[
        str, Field(pattern=r"^User:[^*]*$", description="what stands before the names of our accounts")
    ] = "User:"
    cluster: Annotated[
        str | None, Field(description="id of the cluster; asked of the broker when not given")
    ] = None
    partitions: Annotated[
        int,
        Field(ge=1, le=1000, description="of each topic of which much is said; may grow for channels alone"),
    ] = 8
    replication: Annotated[int, Field(ge=1, le=9, description="copies of each topic that is made")] = 1
    retention_days: Annotated[int, Field(ge=1, le=3650, description="how long Kafka keeps what was said")] = (
        30
    )
    instance: Annotated[
        str | None,
        Field(description="stable name of this replica (static membership), shared with no other worker"),
    ] = None
    session_timeout_s: Annotated[
        float, Field(ge=3, description="after so long unheard a worker loses its partitions")
    ] = 30.0
    heartbeat_s: Annotated[float, Field(ge=0.5, description="how often it is heard")] = 1.0
    rebalance_timeout_s: Annotated[
        float, Field(ge=3, description="how long a rebalance waits for all to join")
    ] = 60.0
    fetch_wait_ms: Annotated[
        int, Field(ge=1, le=10_000, description="how long a broker keeps a fetch for which it has nothing")
    ] = 100
    chunk_records: Annotated[int, Field(ge=1, le=50_000, description="of which a chunk never has more")] = (
        2_000
    )
    chunk_s: Annotated[
        float, Field(gt=0, le=10, description="about how long the work on a chunk may take; its size follows")
    ] = 0.25
    idempotent: Annotated[
        bool, Field(description="idempotent producer; off only for the embedded broker")
    ] = True


class PostgresSettings(Section):
    """The record of truth."""

    url: Annotated[str, Field(repr=False, description="with login, as libpq takes it")] = (
        "postgresql://localhost/sinergi"
    )
    wait_s: Annotated[float, Field(ge=0, description="how long a start waits for Postgres")] = 30.0
    statement_timeout_s: Annotated[
        float, Field(ge=1, description="after which Postgres ends a statement")
    ] = 30.0


class WebSettings(Section):
    """Metrics and health of a worker. Port 0 takes a free one; by default each kind of worker has its own."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 6066


def _lower(value: object) -> object:
    return value.lower() if isinstance(value, str) else value


class LogSettings(Section):
    """What processes say on stderr. `auto` is text on a terminal and JSON elsewhere.

    The level is that of our own lines; below a warning libraries show what they carry, so of them no more
    is told.
    """

    format: Annotated[Literal["auto", "json", "text"], BeforeValidator(_lower)] = "auto"
    level: Annotated[Literal["debug", "info", "warning", "error"], BeforeValidator(_lower)] = "info"


class ClockSettings(Section):
    """The clock by which promises come due. Replays of other days bring their own time: 0 stops it."""

    tick_s: Annotated[float, Field(ge=0, le=3_600, description="how often it is told what time it is")] = 60.0


class IntakeSettings(Section):
    """Where the HTTP intake listens; `url` is how the world reaches it, if not there."""

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8311
    url: Annotated[
        str | None, Field(pattern=r"^https?://[^/\s]+(/\S*)?$", description="how the world reaches it")
    ] = None
    contact: Annotated[str, Field(description="whom authors of apps may ask, in words")] = (
        "Pusat Operasi (POC) pemerintah kota"
    )
    secret: Annotated[
        str | None,
        Field(
            min_length=32,
            repr=False,
            description="hides e-mails and phones; one file in `folder` when not given",
        ),
    ] = None
    repeats_days: Annotated[
        int, Field(ge=1, le=365, description="how long an Idempotency-Key is remembered")
    ] = 7

    @property
    def public_url(self) -> str:
        """How the world reaches it, without a slash at the end."""
        return (self.url or f"http://{self.host}:{self.port}").rstrip("/")


class PhotosSettings(Section):
    """Where photos are kept, by default in `photos` of the folder, and what links to them are signed with.

    Without `secret` one is made and kept in the folder. Options of an `s3://bucket/folder` stand in the
    environment, as AWS and fsspec name them. Links signed with `old_secret` are still good.
    """

    url: Annotated[
        str | None,
        Field(
            pattern=r"^[a-z][a-z0-9]*://\S*$",
            repr=False,
            description="like s3://bucket/folder, or file:///var/photos",
        ),
    ] = None
    secret: Annotated[str | None, Field(min_length=32, repr=False, description="signs links to photos")] = (
        None
    )
    old_secret: Annotated[
        str | None, Field(min_length=32, repr=False, description="whose links are still good")
    ] = None


class WebhookSettings(Section):
    """How dispatches are delivered over HTTP. By default the last try comes about a day after the first."""

    tries: Annotated[int, Field(ge=1, le=50, description="after which a delivery is given up")] = 10
    first_wait_s: Annotated[
        float, Field(gt=0, le=86_400, description="after the first try; then four times as long each time")
    ] = 5.0
    longest_wait_s: Annotated[float, Field(gt=0, le=604_800, description="between two tries")] = 28_800.0
    timeout_s: Annotated[float, Field(gt=0, le=120, description="for an answer")] = 15.0
    concurrency: Annotated[int, Field(ge=1, le=64, description="tries at a time for each destination")] = 4
    waiting_max: Annotated[
        int, Field(ge=1, description="more for one destination waits in Kafka, as long as that keeps it")
    ] = 10_000
    kept_days: Annotated[int, Field(ge=1, le=3650, description="for what was delivered or given up")] = 30
    poll_s: Annotated[float, Field(gt=0, le=30, description="how often it looks for what is due")] = 1.0
    private_destinations: Annotated[
        bool, Field(description="http and our own networks too: for trials on one machine")
    ] = False


class TracingSettings(Section):
    """Where OpenTelemetry traces go, by OTLP over HTTP; nowhere when `endpoint` is not given.

    `sample` is the share of reports whose traces begin here; a report that comes with a trace is in it if
    its sender says so.
    """

    endpoint: Annotated[
        str | None,
        Field(
            pattern=r"^https?://[^/\s]+(/\S*)?$",
            repr=False,
            description="of the collector, like http://host:4318",
        ),
    ] = None
    sample: Annotated[
        float, Field(ge=0, le=1, allow_inf_nan=False, description="share of reports whose traces begin here")
    ] = 0.01

    @property
    def url(self) -> str:
        """Where spans are posted: /v1/traces of the endpoint."""
        return f"{(self.endpoint or '').rstrip('/').removesuffix('/v1/traces')}/v1/traces"


class WatchSettings(Section):
    """How often the watch looks, and how long it waits for an answer before it shows nothing."""

    every_s: Annotated[float, Field(gt=0, le=60, description="for offsets, lag and loss")] = 5.0
    timeout_s: Annotated[float, Field(gt=0, le=30, description="for an answer")] = 10.0
    counts_every_s: Annotated[
        float, Field(gt=0, le=3_600, description="for what is counted over all open incidents or by weeks")
    ] = 30.0
    drift_every_s: Annotated[
        float, Field(gt=0, le=86_400, description="for what reads all reports of five weeks")
    ] = 300.0
    drift_timeout_s: Annotated[float, Field(gt=0, le=50, description="for the answer to that")] = 30.0


class Settings(Section):
    """All of it."""

    kafka: KafkaSettings = KafkaSettings()
    postgres: PostgresSettings = PostgresSettings()
    web: WebSettings = WebSettings()
    log: LogSettings = LogSettings()
    clock: ClockSettings = ClockSettings()
    intake: IntakeSettings = IntakeSettings()
    board: BoardSettings = BoardSettings()
    board_oidc: BoardOidcSettings = BoardOidcSettings()
    photos: PhotosSettings = PhotosSettings()
    webhooks: WebhookSettings = WebhookSettings()
    tracing: TracingSettings = TracingSettings()
    watch: WatchSettings = WatchSettings()
    catalog: Annotated[Path | None, Field(description="another catalog folder than the built-in one")] = None
    weights: Annotated[Path | None, Field(description="another folder of trained weights")] = None
    folder: Annotated[Path, Field(description="where the embedded parts and workers keep their files")] = (
        Path(".sinergi")
    )

    @property
    def photo_folder(self) -> Path:
        """Where photos are kept if `photos.url` names no place."""
        return self.folder.resolve() / "photos"
