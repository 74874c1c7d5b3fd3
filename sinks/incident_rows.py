"""Incidents as rows of Postgres, and back."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from sys import intern

import msgspec
from asyncpg import Record
from pydantic import TypeAdapter
from pydantic_core import to_json

from schemas.catalog.models import Urgency
from schemas.classified import voice_of
from schemas.incident import Incident, Routed, State, Trace
from schemas.life import UNTOUCHED, Life
from sinks.json_columns import writer
from sinks.report_rows import place_of
from sinks.rows import Row, columns_of, place_json
from sinks.sql import Connection, Pool, queries

# To read, msgspec takes a third of pydantic's time: a worker that starts reads all that it takes over.
_READ_ROUTED = lru_cache(maxsize=4_096)(msgspec.json.Decoder(tuple[Routed, ...]).decode)
"""Those of one category and day are alike, and held once."""
_READ_TRACE = msgspec.json.Decoder(Trace)
_READ_WORDS = msgspec.json.Decoder(tuple[str, ...])
_routed_json = writer(tuple[Routed, ...])
_trace_json = writer(Trace)
_LIFE = TypeAdapter(Life)
_NOTHING = "{}"

WAY_HOPS = 16
"""So far the way of an incident's reports is followed."""


COLUMNS = (
    "id", "version", "state", "category", "urgency", "place", "place_words", "opened_at", "last_reported_at",
    "reports", "voices", "summary", "photos", "routed", "trace", "perhaps", "recurs", "recurred", "closed_at",
    "revision", "moved_to", "routed_by", "released", "dismissed_by", "event", "life", "due_at",
)  # fmt: skip


def incident_row(i: Incident) -> Row:
    """The values of `COLUMNS`."""
    return (
        i.id,
        i.version,
        i.state.value,
        i.category,
        i.urgency.value,
        place_json(i.place),
        i.place_words,
        i.opened_at,
        i.last_reported_at,
        i.reports,
        i.voices,
        i.summary,
        _listed(i.photos),
        _routed_json(i.routed),
        _trace_json(i.trace),
        i.perhaps,
        i.recurs,
        i.recurred,
        i.closed_at,
        i.revision,
        i.moved_to,
        i.routed_by,
        _listed(i.released),
        i.dismissed_by,
        i.event,
        life_json(i.life),
        i.due_at,
    )


def incident_columns(incidents: Iterable[Incident]) -> Sequence[Sequence[object]]:
    """The columns of `upsert_incidents`."""
    return columns_of([incident_row(incident) for incident in incidents], width=len(COLUMNS))


def incident_of(row: Record) -> Incident:
    """An incident as it was written."""
    return Incident(
        id=row["id"],
        version=row["version"],
        state=State(row["state"]),
        category=intern(row["category"]),
        urgency=Urgency(row["urgency"]),
        place=place_of(row),
        place_words=row["place_words"],
        opened_at=row["opened_at"],
        last_reported_at=row["last_reported_at"],
        reports=row["reports"],
        voices=row["voices"],
        summary=row["summary"],
        photos=_READ_WORDS.decode(row["photos"]),
        routed=_READ_ROUTED(row["routed"]),
        trace=_READ_TRACE.decode(row["trace"]),
        perhaps=row["perhaps"],
        recurs=row["recurs"],
        recurred=row["recurred"],
        closed_at=row["closed_at"],
        revision=row["revision"],
        moved_to=row["moved_to"],
        routed_by=row["routed_by"],
        released=_READ_WORDS.decode(row["released"]),
        dismissed_by=row["dismissed_by"],
        event=row["event"],
        life=life_of(row),
        due_at=row["due_at"],
    )


async def incidents_of(connection: "Connection | Pool", ids: Sequence[str]) -> Mapping[str, Incident]:
    """These incidents as they are now, by id; those that there are."""
    found = await connection.fetch(queries()["incidents"], ids)
    return {row["id"]: incident_of(row) for row in found}


async def incidents_on_the_way(
    connection: "Connection | Pool", ids: Sequence[str], hops: int = WAY_HOPS
) -> Mapping[str, Incident]:
    """These incidents, and those that their reports went on to, so many hops far."""
    found = await connection.fetch(queries()["incidents_on_the_way"], ids, hops)
    return {row["id"]: incident_of(row) for row in found}


async def voices_in(connection: Connection, ids: Sequence[str]) -> Mapping[str, Mapping[str, datetime]]:
    """Who is heard in each of these incidents, and when last."""
    voices: dict[str, dict[str, datetime]] = {id: {} for id in ids}
    for row in await connection.fetch(queries()["voices"], ids):
        voices[row["incident_id"]][voice_of(row["channel"], row["reporter"])] = row["last_at"]
    return voices


def _listed(words: tuple[str, ...]) -> str:
    return to_json(words).decode() if words else "[]"


def life_json(life: Life) -> str:
    """What differs from a life in which nothing happened."""
    return _NOTHING if life is UNTOUCHED else _LIFE.dump_json(life, exclude_defaults=True).decode()


def life_of(row: Record) -> Life:
    """As it was written; of most incidents it is the same nothing, which is in memory once."""
    return UNTOUCHED if row["life"] == _NOTHING else _LIFE.validate_json(row["life"])
