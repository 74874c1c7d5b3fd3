"""What the council's figures are made of. Nothing here writes, and no word of a citizen is read."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import chain
from typing import Literal, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

import numpy as np
from asyncpg import Record
from numpy.typing import NDArray

from schemas.cases import Cases, Heard
from sinks.sql import Connection, Pool, queries

By: TypeAlias = Literal["city", "agency", "category", "kelurahan", "week"]
Scalar = TypeVar("Scalar", bound=np.generic)


async def cases(pool: Pool, by: By, since: datetime, until: datetime, zone: ZoneInfo) -> Cases:
    """Those of which the first report was said from one moment until before another, counted under `by`.

    By agency, each of its works; else each incident, by week under the one (2026-W48, of `zone`) of its first
    report. Incidents without a known kelurahan are counted under an empty one. Merged ones count once, and
    what was no report does not.
    """
    sql = queries()
    asked: tuple[datetime | str, ...] = (since, until)
    async with _seen(pool) as connection:
        taken_at: datetime = await connection.fetchval(sql["clock"])
        if by == "agency":
            counted = sql["council_agencies"]
        else:
            counted, asked = sql["council_incidents"], (*asked, by, zone.key)
        months = await connection.fetch(counted + sql["council_counted"], *asked)
    # A million of them take a second, in which others are served.
    return await asyncio.to_thread(_cases_of, taken_at, months)


async def heard(pool: Pool, since: datetime, until: datetime, observed_s: float) -> list[Heard]:
    """By kelurahan, category and number of voices; each incident is observed for so many seconds at most."""
    async with _seen(pool) as connection:
        rows = await connection.fetch(queries()["council_heard"], since, until, observed_s)
    return [
        Heard(row["kelurahan"], row["category"], row["voices"], row["incidents"], row["days"]) for row in rows
    ]


@asynccontextmanager
async def _seen(pool: Pool) -> AsyncIterator[Connection]:
    """One moment of Postgres, whatever is written meanwhile."""
    async with (
        pool.acquire() as connection,
        connection.transaction(isolation="repeatable_read", readonly=True),
    ):
        await connection.fetch(queries()["council_plan"])
        yield connection


def _cases_of(taken_at: datetime, months: Sequence[Record]) -> Cases:
    def texts(name: str) -> list[str]:
        return [*chain.from_iterable(month[name] for month in months)]

    def column(name: str, kind: type[Scalar]) -> NDArray[Scalar]:
        return np.concatenate([np.array([], kind), *(np.array(month[name], kind) for month in months)])

    began = column("began", np.float64)
    return Cases(
        taken_at=taken_at,
        groups=texts("groups"),
        categories=texts("categories"),
        urgencies=texts("urgencies"),
        began=began,
        # An officer's clock may be behind the citizen's.
        answered=np.maximum(column("answered", np.float64), began),
        done=np.maximum(column("done", np.float64), began),
        given_up=column("given_up", np.bool_),
        open=column("open", np.bool_),
        resolved_once=column("resolved_once", np.bool_),
        reopened=column("reopened", np.bool_),
        recurs=column("recurs", np.bool_),
        by_partner=column("by_partner", np.bool_),
        judged=column("judged", np.int64),
        rejected=column("rejected", np.int64),
        reports=column("reports", np.int64),
        voices=column("voices", np.int64),
    )
