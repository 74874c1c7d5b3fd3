"""Fills tables with copies of true rows, each with ids, places and times of its own, in order of time.

A copy of all of them is followed by the next; together they take up one year that ends now. So a table is
filled as it would be by a city that has that many reports a year, and what was last spoken of a month ago
is over.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import asyncpg

from tests.bench.postgres_growth.indexes import without_indexes
from tests.bench.postgres_growth.seed import Seed

YEAR_D = 365
OPEN_D = 30
"""An incident that was last spoken of so long ago is over."""
SPEAKS = 4
"""So often in the year a citizen does again what they do in one copy."""
AT_ONCE = 2

FUNCTIONS = """
create schema if not exists seed;
create or replace function seed.moved(at timestamptz, copy int) returns timestamptz
language sql immutable return
    '{begins}'::timestamptz
    + (copy + extract(epoch from at - '{first}'::timestamptz) / {seed_s}) * interval '{step_s} s';
create or replace function seed.beside(place jsonb, copy int) returns jsonb language sql immutable return
    place || jsonb_build_object(
        'lat', (place ->> 'lat')::float8 + (hashint4(copy) % 2000) * 1e-6,
        'lon', (place ->> 'lon')::float8 + (hashint4(copy + 7919) % 2000) * 1e-6);
create or replace function seed.again(copy int) returns text
language sql immutable return lpad(to_hex(copy), 4, '0');
create or replace function seed.shown(report jsonb, copy int) returns jsonb language sql immutable return
    case when report::text ~ '[0-9a-f]{{64}}'
         then regexp_replace(
             report::text, '[0-9a-f]{{8}}([0-9a-f]{{56}})', lpad(to_hex(copy), 8, '0') || '\\1', 'g')::jsonb
         else report end;
create or replace function seed.speaker(voice text, copy int) returns text language sql immutable return
    voice || '-' || seed.again(case when voice ~ '^[a-z_]+/' then copy else copy % {people} end)
"""
"""`seed_s` is how long the true rows took, `step_s` how long a copy takes; places move by up to 200 m,
and each copy has photos of its own."""

REPORT = "s.{name} || '-' || seed.again(c)"
INCIDENT = "s.{name} || seed.again(c)"
SPEAKER = "seed.speaker(s.{name}, c)"
MOVED = "seed.moved(s.{name}, c)"
OFFSET = 's."{name}" + c * 1000000::bigint'
INCIDENTS = {
    **dict.fromkeys(("id", "perhaps", "recurs", "event"), INCIDENT),
    **dict.fromkeys(("opened_at", "last_reported_at", "closed_at"), MOVED),
    "changed_at": "seed.moved(coalesce(s.closed_at, s.last_reported_at), c)",
    "due_at": "case when s.due_at is not null then now() + (abs(hashint4(c)) % 720) * interval '1 hour' end",
    "place": "seed.beside(s.place, c)",
}
LIVES = {"id": REPORT, "incident_id": INCIDENT, "at": MOVED, "recorded_at": "seed.moved(s.at, c)"}
CHANGED: Mapping[str, Mapping[str, str]] = {
    "reports": {
        "id": REPORT,
        "reporter": SPEAKER,
        "reported_at": MOVED,
        "place": "seed.beside(s.place, c)",
        "recorded_at": "seed.moved(s.reported_at, c)",
        "origin_offset": OFFSET,
    },
    "report_originals": {
        "id": REPORT,
        "report": """seed.shown(s.report, c) || jsonb_build_object('id', s.id || '-' || seed.again(c),
                     'reporter', seed.speaker(s.report ->> 'reporter', c))""",
    },
    "incidents": INCIDENTS,
    "incidents_over": INCIDENTS,
    "links": {"report_id": REPORT, "incident_id": INCIDENT, "position": OFFSET},
    "progress": LIVES,
    "replies": {**LIVES, "report_id": REPORT, "voice": SPEAKER},
    "rejections": {"report_id": REPORT, "offset": OFFSET, "recorded_at": "seed.moved('{first}', c)"},
    "reporter_keys": {
        "id": "gen_random_uuid()",
        "voice": SPEAKER,
        "created_at": "seed.moved('{first}', c)",
    },
}
"""What differs in a copy, of which c is the number; s is the true row."""
COPY = "(select $1::int) as copy (c)"
ONCE = {"reporter_keys": "where c < {people} or s.voice ~ '^[a-z_]+/'"}
COLUMNS = """
    select c.column_name from information_schema.columns c
    join information_schema.columns s
        on (s.table_schema, s.table_name, s.column_name) = ('seed', $2, c.column_name)
    where c.table_schema = 'public' and c.table_name = $1 and c.is_generated = 'NEVER'
      and c.identity_generation is distinct from 'ALWAYS'
    order by c.ordinal_position"""
"""The true rows may be older than the schema."""


@dataclass(frozen=True, slots=True)
class Filling:
    """Statements that write one copy, by table of the seed; of `copies` the first `over` are over."""

    statements: Mapping[str, str]
    copies: int
    over: int

    @classmethod
    async def of(cls, connection: "asyncpg.Connection[asyncpg.Record]", reports: int) -> Self:
        """As many copies as it takes to about so many reports, in a year that ends now."""
        [(first, last, number)] = await connection.fetch(
            "select min(reported_at), max(reported_at), count(*) from seed.reports"
        )
        copies = max(1, round(reports / number))
        step_s = YEAR_D * 86_400 / copies
        values = {
            "begins": datetime.now(UTC) - timedelta(days=YEAR_D),
            "first": first,
            "step_s": step_s,
            "seed_s": (last - first).total_seconds(),
            "people": max(1, copies // SPEAKS),
        }
        await connection.execute(FUNCTIONS.format_map(values))
        over = int(copies * (1 - OPEN_D / YEAR_D))
        return cls({name: await _statement(connection, name, values) for name in CHANGED}, copies, over)

    def copies_of(self, name: str) -> range:
        """Those that a table of the seed is written in."""
        if name == "incidents":
            return range(self.over, self.copies)
        return range(self.over if name in ("incidents_over", "progress", "replies") else self.copies)


async def load_seed(url: str, seed: Seed) -> None:
    """The true rows, in a schema of their own."""
    connection = await asyncpg.connect(url)
    await connection.execute("drop schema if exists seed cascade; create schema seed")
    for name, file in seed.files.items():
        like = name.removesuffix("_over")
        await connection.execute(f"create table seed.{name} as select * from public.{like} with no data")
        await connection.copy_to_table(name, schema_name="seed", source=file, format="binary")
    await connection.close()


async def fill(url: str, reports: int) -> Filling:
    """Empty the tables and fill them anew; no index is kept up meanwhile."""
    connection = await asyncpg.connect(url)
    filling = await Filling.of(connection, reports)
    async with without_indexes(connection, sorted({name.removesuffix("_over") for name in CHANGED})):
        room = asyncio.Semaphore(AT_ONCE)
        parts = [("incidents_over", "incidents"), *((name,) for name in CHANGED if "incidents" not in name)]
        async with asyncio.TaskGroup() as tasks:
            for part in parts:
                tasks.create_task(_written(url, part, filling, room))
    await connection.execute("vacuum analyze")
    await connection.close()
    return filling


async def _written(url: str, names: Sequence[str], filling: Filling, room: asyncio.Semaphore) -> None:
    """In the transaction that empties the table, so that nothing of it goes through the log."""
    async with room:
        connection = await asyncpg.connect(url, server_settings={"jit": "off"})
        async with connection.transaction():
            await connection.execute(f"truncate {names[-1]}")
            for name in names:
                copies = [(number,) for number in filling.copies_of(name)]
                await connection.executemany(filling.statements[name], copies)
        await connection.close()


async def _statement(
    connection: "asyncpg.Connection[asyncpg.Record]", name: str, values: Mapping[str, object]
) -> str:
    table, changed = name.removesuffix("_over"), CHANGED[name]
    columns = [row["column_name"] for row in await connection.fetch(COLUMNS, table, name)]
    written = [changed.get(one, f's."{one}"').format_map({**values, "name": one}) for one in columns]
    where = ONCE.get(name, "").format_map(values)
    named = ", ".join(f'"{one}"' for one in columns)
    return f"insert into {table} ({named}) select {', '.join(written)} from seed.{name} s, {COPY} {where}"
