"""What `sinergi retain` takes of a table that is full: one day is over, and all of it is removed."""

import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psutil
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.catalog.retention import Retention
from sinks.postgres import Pool
from sinks.retention import Over, RetentionDesk
from sinks.topics import publish
from streams.connections import postgres, producer
from streams.core.records.commands import command_record
from streams.personal.commands import expired
from streams.personal.retain import terms_of
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedBroker
from tests.bench.postgres_growth.filling import YEAR_D
from tests.bench.processes import spent_s
from tests.e2e.servers import Guard
from tests.e2e.workers import Worker
from tests.waiting import until

T = TypeVar("T")

MOST = 1_000_000
PHOTOS = [f"{number:064x}" for number in range(1_000)]
KEYS = 20_000
"""At most, as by default."""
PATIENCE_S = 1_800.0
READY_S = 600.0
FORGOTTEN = "select count(*) from forgotten"
TABLES = ("reports", "report_originals", "incidents", "links", "rejections", "reporter_keys", "forgotten")
DEAD = "select sum(n_dead_tup) from pg_stat_user_tables where relname = any($1::text[])"
WAL = "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"


async def tell_a_night(url: str, folder: Path, console: Console) -> None:
    """What Postgres does by itself, then what a worker does that is told to forget."""
    title = "A night: what is older than a year less a day is removed"
    night = Night(Table("step", "how many", "seconds", title=title), datetime.now(UTC))
    settings = PostgresSettings(url=url, statement_timeout_s=PATIENCE_S)
    async with postgres(settings) as pool, AsyncExitStack() as stack:
        stack.callback(lambda: console.print(night.table))
        over = await _found(night, pool)
        kafka = stack.enter_context(EmbeddedBroker(folder / "broker.log"))
        here = Settings(
            kafka=kafka.settings(), postgres=settings, clock=ClockSettings(tick_s=0), folder=folder
        )
        await prepare(here)
        worker = Worker("resolve", 0, here, stack.enter_context(Guard()))
        stack.push_async_callback(worker.end)
        await worker.start()
        ready = until(worker.is_ready, f"resolve to be ready; see {worker.log}", READY_S, 0.2)
        await night.step("resolve starts", ready, lambda _: 1)
        await _removed(night, here, pool, worker, over)
        for name in TABLES:
            vacuum = pool.execute(f"vacuum {name}", timeout=PATIENCE_S)
            await night.step(f"  vacuum {name}", vacuum, lambda _: 1)


@dataclass(frozen=True, slots=True)
class Night:
    """Steps with how many of what they did and how long it took."""

    table: Table
    now: datetime

    async def step(self, name: str, work: Awaitable[T], number: Callable[[T], int]) -> T:
        """Do and tell it."""
        began = time.perf_counter()
        found = await work
        took_s = time.perf_counter() - began
        self.table.add_row(name, f"{number(found):,}", f"{took_s:,.2f}")
        return found


async def _found(night: Night, pool: Pool) -> Sequence[Over]:
    """Each run of the bench takes another day."""
    desk, days = RetentionDesk(pool), YEAR_D - (2 if await pool.fetchval(FORGOTTEN) else 1)
    rule = Retention(reports_days=days, photos_days=days, rejections_days=days)
    terms, before = terms_of(load(), rule), night.now - timedelta(days=days)
    over = await night.step("finds reports that are over", desk.over(terms, night.now, MOST), len)
    await night.step("counts those that are open", desk.open(terms, night.now), int)
    await night.step("empties what was refused", desk.rejections(before, MOST), int)
    await night.step("asks who has 1,000 photos", desk.named_photos(before, PHOTOS), len)
    retired = desk.retire_keys(before, night.now, KEYS)
    await night.step("retires keys of whom no words are left", retired, int)
    return over


async def _removed(
    night: Night, settings: Settings, pool: Pool, worker: Worker, over: Sequence[Over]
) -> None:
    gone, log, cpu_s = await pool.fetchval(FORGOTTEN), await pool.fetchval(WAL), _spent_s(worker)

    async def forgotten() -> int:
        async with producer(settings.kafka) as sending:
            await publish(sending, [command_record(order) for order in expired(over, night.now)])

        async def done() -> bool:
            return bool(await pool.fetchval(FORGOTTEN) >= gone + len(over))

        await until(done, "all to be forgotten", PATIENCE_S, 0.2)
        return len(over)

    await night.step("resolve forgets them", forgotten(), int)
    night.table.add_row("  of it the worker's processor", "", f"{_spent_s(worker) - cpu_s:,.1f}")
    night.table.add_row("  log of Postgres, MB", f"{(await pool.fetchval(WAL) - log) / 1e6:,.0f}", "")
    night.table.add_row("  rows that are dead by now", f"{await pool.fetchval(DEAD, TABLES):,}", "")


def _spent_s(worker: Worker) -> float:
    return spent_s([psutil.Process(worker.pid)])
