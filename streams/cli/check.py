"""`sinergi check`: all of what is wrong, before something starts."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.toml_source import Mistakes
from sinks.migrate import MigrationError, missing_migrations
from sinks.topics import TopicSpec, partition_counts
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE
from streams.cli.examples import failures
from streams.cli.output import print_json, print_line
from streams.connections import UnreachableError, no_broker, postgres
from streams.settings import Settings
from streams.topology import topology
from streams.weights import load as load_weights
from streams.weights import load_duplicates

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found; nothing wrong if `wrong` is empty. `warnings` are right but may surprise."""

    name: str
    wrong: tuple[str, ...]
    code: int
    warnings: tuple[str, ...] = ()


def check(
    *,
    offline: Annotated[bool, typer.Option("--offline", help="Settings and catalog only.")] = False,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Test settings, catalog, its examples, Kafka and Postgres, and say all of what is wrong.

    Exit code 2 for mistakes in settings or catalog, 1 for what Kafka or Postgres lack; warnings are none.
    """
    findings = list(_findings(offline=offline))
    if json:
        print_json(
            {
                "ok": not any(finding.wrong for finding in findings),
                "checks": {finding.name: list(finding.wrong) for finding in findings},
                "warnings": [warning for finding in findings for warning in finding.warnings],
            }
        )
    else:
        for finding in findings:
            print_line(f"{finding.name}: {'ok' if not finding.wrong else f'{len(finding.wrong)} wrong'}")
            for line in (*finding.wrong, *(f"warning: {warning}" for warning in finding.warnings)):
                print_line(f"  {line}")
    if code := max((finding.code for finding in findings if finding.wrong), default=0):
        raise typer.Exit(code)


def _findings(*, offline: bool) -> Iterator[Finding]:
    settings, wrong = _read(configured)
    yield Finding("settings", wrong, CONFIGURATION)
    # What the settings name, or what is built in when they cannot be read.
    catalog, wrong = _read(lambda: load(settings.catalog if settings else None))
    model, wrong_model = _read(lambda: load_duplicates(settings.weights if settings else None))
    vague = tuple(_vague_channels(catalog, model.bounds.vague_m)) if catalog and model else ()
    yield Finding("catalog", wrong, CONFIGURATION, vague)
    weights, wrong = _read(lambda: load_weights(settings.weights if settings else None))
    yield Finding("weights", (*wrong, *wrong_model), CONFIGURATION)
    if catalog is not None and weights is not None:
        folder = settings.catalog if settings else None
        yield Finding("examples", _lines(failures(catalog, weights, folder)), CONFIGURATION)
    if offline or settings is None:
        return
    # Without a catalog nobody knows the topics, but whether the broker answers can be said.
    specs = topology(settings.kafka, catalog) if catalog else []
    yield Finding("kafka", asyncio.run(_kafka(settings, specs)), FAILURE)
    yield Finding("postgres", asyncio.run(_postgres(settings)), FAILURE)


def _read(reading: Callable[[], T]) -> tuple[T | None, tuple[str, ...]]:
    """What was read, and what is wrong with it."""
    try:
        return reading(), ()
    except Mistakes as mistakes:
        return None, _lines(mistakes.mistakes)


def _vague_channels(catalog: Catalog, limit_m: float) -> Iterator[str]:
    for channel in catalog.channels.values():
        if channel.error_m > limit_m:
            yield (
                f"channel {channel.id}: coordinates without accuracy_m count as {channel.error_m:.0f} m off, "
                f"a place is vague from {limit_m:.0f} m: such reports join less often and ask more"
            )


async def _kafka(settings: Settings, specs: Iterable[TopicSpec]) -> tuple[str, ...]:
    try:
        found = await partition_counts(settings.kafka.brokers)
    except (KafkaError, TimeoutError) as error:
        return (str(no_broker(settings.kafka, error)),)
    return tuple(_missing(specs, found))


def _missing(specs: Iterable[TopicSpec], found: Mapping[str, int]) -> Iterator[str]:
    for spec in specs:
        if spec.name not in found:
            yield f"topic {spec.name} is missing; run `sinergi topics`"
        elif found[spec.name] != spec.partitions:
            yield f"topic {spec.name} has {found[spec.name]} partitions, the settings say {spec.partitions}"


async def _postgres(settings: Settings) -> tuple[str, ...]:
    try:
        async with postgres(settings.postgres, unchecked=True) as pool:
            missing = await missing_migrations(pool)
    except (UnreachableError, MigrationError) as error:
        return (str(error),)
    return tuple(f"migration {m.number:04} {m.name} is missing; run `sinergi migrate`" for m in missing)


def _lines(mistakes: Iterable[object]) -> tuple[str, ...]:
    return tuple(map(str, mistakes))
