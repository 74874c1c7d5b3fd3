"""Storms in Postgres: what is remembered of each key, and the events. Figures come back to the bit."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from asyncpg import Record
from pydantic import TypeAdapter

from schemas.catalog.models import Urgency
from schemas.event import Area, Event, Member
from schemas.incident import Point
from schemas.storm import Cell, Clock, KeyChanges, KeyState, Occurrence
from sinks.rows import Row, columns_of
from sinks.sql import Connection

Sql: TypeAlias = Mapping[str, str]

_MEMBERS = TypeAdapter(tuple[Member, ...])


async def write_storms(connection: Connection, sql: Sql, changes: Sequence[KeyChanges]) -> None:
    """Put what a batch changed, inside its transaction."""
    clocks = [(c.key, list(c.clock.latest), c.clock.learned_at, c.clock.exposure) for c in changes]
    await connection.executemany(sql["put_storm_key"], clocks)
    cells = [(c.key, *cell) for c in changes for cell in c.cells]
    gone = [(c.key, old.at, old.incident_id) for c in changes for old in c.gone]
    put = [_occurrence_row(c.key, one) for c in changes for one in c.occurrences]
    events = [_event_row(event) for c in changes for event in c.events]
    for statement, rows, width in (
        (sql["put_area_rates"], cells, 4),
        (sql["delete_occurrences"], gone, 3),
        (sql["put_occurrences"], put, 11),
        (sql["put_events"], events, 21),
    ):
        if rows:
            await connection.execute(statement, *columns_of(rows, width))


async def read_storms(connection: Connection, sql: Sql, keys: Sequence[str]) -> list[KeyState]:
    """What is remembered of some keys; nothing of those that never had a report."""
    cells = _by_key(await connection.fetch(sql["area_rates"], keys))
    occurrences = _by_key(await connection.fetch(sql["occurrences"], keys))
    events = _by_key(await connection.fetch(sql["open_events"], keys))
    return [
        KeyState(
            key=row["key"],
            clock=Clock(tuple(row["latest"]), row["learned_at"], row["exposure"]),
            cells=[Cell(c["scope"], c["slot"], c["weight"]) for c in cells[row["key"]]],
            occurrences=[_occurrence_of(one) for one in occurrences[row["key"]]],
            events=[event_of(event) for event in events[row["key"]]],
        )
        for row in await connection.fetch(sql["storm_clocks"], keys)
    ]


def event_of(row: Record) -> Event:
    """An event as it was written."""
    areas: list[tuple[str, str]] = json.loads(row["areas"])
    return Event(
        id=row["id"],
        key=row["key"],
        version=row["version"],
        category=row["category"],
        categories=tuple(json.loads(row["categories"])),
        areas=tuple(Area(*area) for area in areas),
        citywide=row["citywide"],
        since=row["since"],
        noticed_at=row["noticed_at"],
        unusual_at=row["unusual_at"],
        until=row["until"],
        incidents=row["incidents"],
        voices=row["voices"],
        urgency=Urgency(row["urgency"]),
        lat=row["lat"],
        lon=row["lon"],
        located=row["located"],
        observed=row["observed"],
        expected=row["expected"],
        agencies=tuple(json.loads(row["agencies"])),
        members=_MEMBERS.validate_json(row["members"]),
    )


def _event_row(event: Event) -> Row:
    return (
        *(event.id, event.key, event.version, event.category),
        *(json.dumps(event.categories), json.dumps(event.areas), event.citywide),
        *(event.since, event.noticed_at, event.unusual_at, event.until),
        *(event.incidents, event.voices, event.urgency.value),
        *(event.lat, event.lon, event.located, event.observed, event.expected),
        *(json.dumps(event.agencies), _MEMBERS.dump_json(event.members).decode()),
    )


def _occurrence_row(key: str, one: Occurrence) -> Row:
    spot = one.spot or (None, None, None)
    return (key, one.at, one.incident_id, *one.area, one.category, one.voice, one.event, *spot)


def _occurrence_of(row: Record) -> Occurrence:
    return Occurrence(
        at=row["at"],
        incident_id=row["incident_id"],
        area=Area(row["kecamatan"], row["kelurahan"]),
        category=row["category"],
        voice=row["voice"],
        event=row["event"],
        spot=None if row["lat"] is None else Point(row["lat"], row["lon"], row["error_m"]),
    )


def _by_key(rows: Sequence[Record]) -> defaultdict[str, list[Record]]:
    grouped: defaultdict[str, list[Record]] = defaultdict(list)
    for row in rows:
        grouped[row["key"]].append(row)
    return grouped
