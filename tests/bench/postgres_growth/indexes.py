"""Takes indexes and constraints off tables, and puts them back: it fills several times as fast without."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from time import perf_counter

import asyncpg
from rich.console import Console

CONSTRAINTS = """
    select con.conname as name, con.conrelid::regclass::text as of_table, con.contype,
           pg_get_constraintdef(con.oid) as definition
    from pg_constraint con
    where con.contype in ('p', 'u', 'f') and con.connamespace = 'public'::regnamespace
      and (con.conrelid::regclass::text = any($1::text[]) or con.confrelid::regclass::text = any($1))
    order by array_position('{p,u,f}', con.contype::text), con.conname"""
INDEXES = """
    select i.indexname as name, i.indexdef as definition from pg_indexes i
    where i.schemaname = 'public' and i.tablename = any($1::text[])
      and not exists (select from pg_constraint con where con.conname = i.indexname)
    order by i.indexname"""

console = Console(width=110)


@asynccontextmanager
async def without_indexes(
    connection: "asyncpg.Connection[asyncpg.Record]", tables: Sequence[str]
) -> AsyncIterator[None]:
    """Whoever refers to another table does so unchecked for what was written in the block."""
    constraints = await connection.fetch(CONSTRAINTS, tables)
    indexes = await connection.fetch(INDEXES, tables)
    for one in reversed(constraints):
        await connection.execute(f'alter table {one["of_table"]} drop constraint "{one["name"]}"')
    for one in indexes:
        await connection.execute(f'drop index "{one["name"]}"')
    yield
    for one in constraints:
        unchecked = " not valid" if one["contype"] == b"f" else ""
        added = f'add constraint "{one["name"]}" {one["definition"]}{unchecked}'
        await _timed(connection, one["name"], f"alter table {one['of_table']} {added}")
    for one in indexes:
        await _timed(connection, one["name"], one["definition"])


async def _timed(connection: "asyncpg.Connection[asyncpg.Record]", name: str, statement: str) -> None:
    began = perf_counter()
    await connection.execute(statement)
    if (took_s := perf_counter() - began) > 1:
        console.print(f"  {name}: {took_s:,.0f} s")
