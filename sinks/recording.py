"""What reports came to, as rows of Postgres, in an open transaction."""

from collections.abc import Iterable, Sequence

from schemas.incident import Decision, Incident, Recorded
from sinks import incident_rows
from sinks.photos import reported, write_photos
from sinks.rows import TABLES
from sinks.sql import Connection, queries

_OPENING = (Decision.OPENS, Decision.ASKS)


async def write_recorded(
    connection: Connection, recorded: Sequence[Recorded], incidents: Iterable[Incident]
) -> None:
    """Write new reports, their links, and the last version of each incident that changed."""
    await _write_incidents(connection, recorded, incidents)
    for table, columns, row in TABLES:
        await connection.copy_records_to_table(table, columns=columns, records=map(row, recorded))
    await write_photos(connection, reported(recorded))


async def _write_incidents(
    connection: Connection, recorded: Iterable[Recorded], incidents: Iterable[Incident]
) -> None:
    """Those that these reports opened are new, as the reports are: to copy costs half of an upsert."""
    opened = {one.link.incident_id for one in recorded if one.link.decision in _OPENING}
    new: list[Incident] = []
    grown: list[Incident] = []
    for incident in incidents:
        (new if incident.id in opened else grown).append(incident)
    if new:
        rows = map(incident_rows.incident_row, new)
        await connection.copy_records_to_table("incidents", columns=incident_rows.COLUMNS, records=rows)
    if grown:
        columns = incident_rows.incident_columns(grown)
        await connection.execute(queries()["upsert_incidents"], *columns)
