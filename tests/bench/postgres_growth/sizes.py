"""How many reports there are, what they take of the disk, and how many more would fit."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import asyncpg

COUNTS = """select (select count(*) from reports) as reports, (select count(*) from seed.reports) as of_seed,
                   (select count(*) from incidents) as incidents,
                   (select count(*) from incidents where state = 'open') as open"""
BYTES = """
    select c.relname as name, pg_table_size(c.oid) as in_table, pg_indexes_size(c.oid) as in_indexes
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    order by pg_total_relation_size(c.oid) desc limit 9"""
INDEXES = """
    select c.relname as name, pg_relation_size(c.oid) as bytes
    from pg_class c where c.relkind = 'i' and c.relnamespace = 'public'::regnamespace
    order by pg_relation_size(c.oid) desc limit 16"""
A_REPORT = 3_500
"""Bytes, before anything was filled."""
FILLING = 1.15
"""So much more it takes while indexes are made."""
LEAST = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """`tables` are bytes of a table and of its indexes, `indexes` those of each."""

    reports: int
    copies: int
    incidents: int
    open: int
    tables: Mapping[str, tuple[int, int]]
    indexes: Mapping[str, int]

    @property
    def bytes(self) -> int:
        """All of it."""
        return sum(sum(one) for one in self.tables.values())


async def size_of(url: str) -> Size:
    """As it is now."""
    connection = await asyncpg.connect(url)
    [counts] = await connection.fetch(COUNTS)
    tables = {row["name"]: (row["in_table"], row["in_indexes"]) for row in await connection.fetch(BYTES)}
    indexes = {row["name"]: row["bytes"] for row in await connection.fetch(INDEXES)}
    await connection.close()
    copies = counts["reports"] // max(1, counts["of_seed"])
    return Size(counts["reports"], copies, counts["incidents"], counts["open"], tables, indexes)


async def fitting(url: str, folder: Path, spare_gb: float) -> int:
    """So many reports may be in the folder's Postgres; those that are there make room."""
    size = await size_of(url)
    known = size.reports >= LEAST
    a_report = size.bytes / size.reports if known else A_REPORT
    room = shutil.disk_usage(folder).free + size.bytes - spare_gb * 1e9
    return max(0, int(room / (a_report * FILLING)))
