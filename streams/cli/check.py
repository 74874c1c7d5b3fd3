"""`sinergi check`: all of what is wrong, before something starts."""

import asyncio
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.toml_source import Mistakes
from sinks.migrate import applied_migrations
from sinks.sql import migrations as steps
from sinks.topics import TopicSpec, partition_counts
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE
from streams.cli.examples import failures
from streams.cli.output import print_json, print_line
from streams.connections import UnreachableError, no_broker, postgres
from streams.doctor.migrations import migrations
from streams.doctor.topics import present
from streams.findings import Finding, State, of_state, warning, wrong
from streams.settings import Settings
from streams.topology import topology
from streams.weights import load as load_weights
from streams.weights import load_duplicates

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Checked:
    """What one check found, and the exit code where something is wrong; nothing is said of what is well."""

    name: str
    findings: tuple[Finding, ...]
    code: int

    @property
    def wrong(self) -> list[str]:
        """What is wrong, in lines."""
        return [finding.line for finding in of_state(self.findings, State.WRONG)]

    @property
    def warnings(self) -> list[str]:
        """What is right but may surprise, in lines."""
        return [finding.line for finding in of_state(self.findings, State.WARNING)]


def check(
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Settings and catalog only.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Test settings, catalog, its examples, Kafka and Postgres, and say all of what is wrong.

    Exit code 2 for mistakes in settings or catalog, 1 for what Kafka or Postgres lack; warnings are none.
    """
    checks = list(_checks(offline=offline))
    if json:
        print_json(
            {
                "ok": not any(check.wrong for check in checks),
                "checks": {check.name: check.wrong for check in checks},
                "warnings": [warning for check in checks for warning in check.warnings],
            }
        )
    else:
        for check in checks:
            print_line(f"{check.name}: {'ok' if not check.wrong else f'{len(check.wrong)} wrong'}")
            for line in (*check.wrong, *(f"warning: {warning}" for warning in check.warnings)):
                print_line(f"  {line}")
    if code := max((check.code for check in checks if check.wrong), default=0):
        raise typer.Exit(code)


def _checks(*, offline: bool) -> Iterator[Checked]:
    settings, wrong = _read(configured)
    yield Checked("settings", wrong, CONFIGURATION)
    # What the settings name, or what is built in when they cannot be read.
    catalog, wrong = _read(lambda: load(settings.catalog if settings else None))
    model, wrong_model = _read(lambda: load_duplicates(settings.weights if settings else None))
    vague = tuple(_vague_channels(catalog, model.bounds.vague_m)) if catalog and model else ()
    yield Checked("catalog", (*wrong, *vague), CONFIGURATION)
    weights, wrong = _read(lambda: load_weights(settings.weights if settings else None))
    yield Checked("weights", (*wrong, *wrong_model), CONFIGURATION)
    if catalog is not None and weights is not None:
        folder = settings.catalog if settings else None
        yield Checked("examples", _wrong(failures(catalog, weights, folder)), CONFIGURATION)
    if offline or settings is None:
        return
    # Without a catalog nobody knows the topics, but whether the broker answers can be said.
    specs = topology(settings.kafka, catalog) if catalog else []
    yield Checked("kafka", asyncio.run(_kafka(settings, specs)), FAILURE)
    yield Checked("postgres", asyncio.run(_postgres(settings)), FAILURE)


def _read(reading: Callable[[], T]) -> tuple[T | None, tuple[Finding, ...]]:
    """What was read, and what is wrong with it."""
    try:
        return reading(), ()
    except Mistakes as mistakes:
        return None, _wrong(mistakes.mistakes)


def _vague_channels(catalog: Catalog, limit_m: float) -> Iterator[Finding]:
    for channel in catalog.channels.values():
        if channel.error_m > limit_m:
            yield warning(
                "channels",
                f"channel {channel.id}: coordinates without accuracy_m count as {channel.error_m:.0f} m off, "
                f"a place is vague from {limit_m:.0f} m: such reports join less often and ask more",
            )


async def _kafka(settings: Settings, specs: Iterable[TopicSpec]) -> tuple[Finding, ...]:
    try:
        found = await partition_counts(settings.kafka)
    except (KafkaError, TimeoutError) as error:
        return _wrong([no_broker(settings.kafka, error)])
    return tuple(present(specs, found))


async def _postgres(settings: Settings) -> tuple[Finding, ...]:
    try:
        async with postgres(settings.postgres, unchecked=True) as pool:
            return tuple(migrations(await applied_migrations(pool), steps()))
    except UnreachableError as error:
        return _wrong([error])


def _wrong(mistakes: Iterable[object]) -> tuple[Finding, ...]:
    return tuple(wrong("", str(mistake)) for mistake in mistakes)
