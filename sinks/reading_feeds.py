"""What feeds ask Postgres: incidents as anybody may know them. No word of a citizen leaves here."""

import math
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from asyncpg import Record

from schemas.catalog.models import Urgency
from schemas.life import Step
from schemas.public import public_point
from sinks.postgres import Pool
from sinks.sql import queries

EXACT_M = 100.0
"""Nearer than this a public point is not."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An incident without citizens' words. The point is rounded, and `error_m` says so."""

    id: str
    category: str
    urgency: Urgency
    kelurahan: str | None
    kecamatan: str | None
    outside: bool
    lat: float | None
    lon: float | None
    error_m: int | None
    opened_at: datetime
    changed_at: datetime
    closed_at: datetime | None
    voices: int
    step: Step
    reopened: int
    agencies: tuple[str, ...]


async def shown(
    pool: Pool,
    categories: Collection[str],
    *,
    agency: str | None,
    kelurahan: str | None,
    closed_from: datetime,
    limit: int,
) -> list[Shown]:
    """The open ones of these categories and those closed since, what changed last first."""
    sql = queries()
    async with pool.acquire() as connection, connection.transaction(readonly=True):
        await connection.execute(sql["plan_for_what_is_asked"])
        rows = await connection.fetch(sql["feed"], list(categories), agency, kelurahan, closed_from, limit)
    return [_shown(row) for row in rows]


def _shown(row: Record) -> Shown:
    located = row["lat"] is not None
    lat, lon = public_point(row["lat"], row["lon"]) if located else (None, None)
    return Shown(
        id=row["id"],
        category=row["category"],
        urgency=Urgency(row["urgency"]),
        kelurahan=row["kelurahan"],
        kecamatan=row["kecamatan"],
        outside=row["outside"],
        lat=lat,
        lon=lon,
        error_m=math.ceil(max(row["error_m"], EXACT_M)) if located else None,
        opened_at=row["opened_at"],
        changed_at=row["changed_at"],
        closed_at=row["closed_at"],
        voices=row["voices"],
        step=Step(row["step"]),
        reopened=row["reopened"],
        agencies=tuple(row["agencies"]),
    )
