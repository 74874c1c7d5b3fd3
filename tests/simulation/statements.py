"""The statements of `sinks.lives` for progress, and one of `sinks.suspects`, in an open transaction."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import asyncpg

from schemas.incident import Incident
from sinks.incident_rows import incident_columns, incident_of
from tests.simulation.tables import Transaction
from tests.simulation.world import World

COLUMNS = (
    *("id", "version", "state", "category", "urgency", "place", "place_words", "opened_at"),
    *("last_reported_at", "reports", "voices", "summary", "photos", "routed", "trace", "perhaps", "recurs"),
    *("recurred", "closed_at", "revision", "moved_to", "routed_by", "released", "dismissed_by", "event"),
    *("life", "due_at"),
)
"""Of `upsert_incidents`, in its order."""


class Statements:
    """A connection that knows statements by their names."""

    def __init__(self, world: World, transaction: Transaction) -> None:
        self._world = world
        self._transaction = transaction

    async def fetch(self, name: str, *args: Any) -> list[Mapping[str, Any]]:
        """Raises NotImplementedError for a statement that nobody has modelled."""
        return await self._run({"progress_scene": self._progress_scene}, name, args)

    async def execute(self, name: str, *args: Any) -> None:
        """Raises NotImplementedError, `UniqueViolationError`."""
        known = {
            "insert_progress": self._insert_progress,
            "upsert_incidents": self._upsert_incidents,
            "no_longer_suspected": self._no_longer_suspected,
        }
        await self._run(known, name, args)

    async def _run(self, known: Mapping[str, Callable[..., Any]], name: str, args: Sequence[Any]) -> Any:
        if name not in known:
            raise NotImplementedError(name)

        def served() -> Any:
            self._transaction.check()
            return known[name](*args)

        return await self._world.request(name, served)

    def _progress_scene(self, agency: str, id: str, incident_id: str) -> list[Mapping[str, Any]]:
        transaction = self._transaction
        known = transaction.progress.get((agency, id)) or transaction.database.tables.progress.get(
            (agency, id)
        )
        incident = transaction.incident(incident_id)
        return [{"known": known, "reach": transaction.reach_of(incident_id), **_row(incident)}]

    def _insert_progress(self, agency: str, id: str, *row: object) -> None:
        if (agency, id) in self._transaction.database.tables.progress | self._transaction.progress:
            raise asyncpg.UniqueViolationError(f"progress {agency}/{id}")
        self._transaction.progress[agency, id] = str(row[6])

    def _upsert_incidents(self, *columns: Sequence[Any]) -> None:
        for values in zip(*columns, strict=True):
            incident = incident_of(dict(zip(COLUMNS, values, strict=True)))
            self._transaction.incidents[incident.id] = incident

    def _no_longer_suspected(self, _cluster: str, _topic: str, _partition: int) -> None:
        self._transaction.cleared = True


def _row(incident: Incident | None) -> Mapping[str, Any]:
    if incident is None:
        return dict.fromkeys(COLUMNS)
    return dict(zip(COLUMNS, (column[0] for column in incident_columns([incident])), strict=True))
