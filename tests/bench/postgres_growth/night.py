"""What `sinergi retain` takes of a table that is full: one day is over, and all of it is removed."""

import time
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import psutil
from rich.console import Console
from rich.table import Table

from schemas.catalog import load
from schemas.catalog.retention import Retention
from sinks.postgres import Pool
from sinks.retention import RetentionDesk
from sinks.topics import publish
from streams.connections import postgres, producer
from streams.core.command_records import command_record
from streams.embedded import EmbeddedBroker
from streams.personal.retain import orders, terms_of
from streams.settings import ClockSettings, PostgresSettings, Settings
from streams.stack import prepare
from tests.bench.postgres_growth.filling import YEAR_D
from tests.bench.processes import spent_s
from tests.e2e.servers import Guard
from tests.e2e.workers import Worker
from tests.waiting import until

T = TypeVar("T")

MOST = 1_000_000
KEYS = 20_000
"""At most, as by default."""
PATIENCE_S = 1_800.0
READY_S = 600.0
FORGOTTEN = "select count(*) from forgotten"
TABLES = ("reports", "report_originals", "incidents", "links", "rejections", "reporter_keys", "forgotten")
DEAD = "select sum(n_dead_tup) from pg_stat_user_tables where relname = any($1::text[])"
WAL = "select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"


async def tell_a_night(url: str, folder: Path, console: Console) -> None:
    """With a worker of its own, which takes over what is open before."""
    table = Table(
        "step", "how many", "seconds", title="A night: what is older than a year less a day is removed"
    )
    settings = PostgresSettings(url=url, statement_timeout_s=PATIENCE_S)
    async with AsyncExitStack() as stack:
        kafka = stack.enter_context(EmbeddedBroker(folder / "broker.log"))
        here = Settings(
            kafka=kafka.settings(), postgres=settings, clock=ClockSettings(tick_s=0), folder=folder
        )
        await prepare(here)
        worker = Worker("resolve", 0, here, stack.enter_context(Guard()))
        stack.push_async_callback(worker.end)
        began = time.perf_counter()
        await worker.start()
        await until(worker.is_ready, f"resolve to be ready; see {worker.log}", READY_S, 0.2)
        table.add_row("resolve starts", "1", f"{time.perf_counter() - began:,.1f}")
        pool = await stack.enter_async_context(postgres(settings))
        await _night(table, here, pool, worker)
    console.print(table)


async def _night(table: Table, settings: Settings, pool: Pool, worker: Worker) -> None:
    catalog, now, desk = load(), datetime.now(UTC), RetentionDesk(pool)
    gone = await pool.fetchval(FORGOTTEN)
    days = YEAR_D - (2 if gone else 1)
    rule = Retention(reports_days=days, photos_days=days, rejections_days=days)
    terms, before = terms_of(catalog, rule), now - timedelta(days=rule.reports_days)

    async def step(name: str, work: Awaitable[T], number: Callable[[T], int]) -> T:
        began = time.perf_counter()
        found = await work
        table.add_row(name, f"{number(found):,}", f"{time.perf_counter() - began:,.2f}")
        return found

    over = await step("finds reports that are over", desk.over(terms, now, MOST), len)
    await step("counts those that are open", desk.open(terms, now), int)
    await step("empties what was refused", desk.rejections(before, MOST), int)
    await step("looks for photos that are named", desk.named_photos(before, ["0" * 64]), len)
    log = await pool.fetchval(WAL)
    cpu_s = _spent_s(worker)

    async def forgotten() -> int:
        """Ordered, and done."""
        async with producer(settings.kafka) as sending:
            await publish(sending, [command_record(order) for order in orders(over, now)])

        async def done() -> bool:
            return bool(await pool.fetchval(FORGOTTEN) >= gone + len(over))

        await until(done, "all to be forgotten", PATIENCE_S, 0.2)
        return len(over)

    await step("resolve forgets them", forgotten(), int)
    table.add_row("  of it the worker's processor", "", f"{_spent_s(worker) - cpu_s:,.1f}")
    table.add_row("  log of Postgres, MB", f"{(await pool.fetchval(WAL) - log) / 1e6:,.0f}", "")
    await step("retires keys of whom no words are left", desk.retire_keys(before, now, KEYS), int)
    table.add_row("rows that are dead by now", f"{await pool.fetchval(DEAD, TABLES):,}", "")
    for name in TABLES:
        await step(f"  vacuum {name}", pool.execute(f"vacuum {name}", timeout=PATIENCE_S), lambda _: 1)


def _spent_s(worker: Worker) -> float:
    return spent_s([psutil.Process(worker.pid)])
