"""A citizen is forgotten in Postgres, within an open batch."""

from collections.abc import Collection, Mapping, Sequence

from schemas.command import Forget
from schemas.corrected import MEMBERS, Member
from schemas.incident import Incident
from sinks.correction_rows import member_of
from sinks.incident_rows import incident_columns, incidents_of
from sinks.postgres import Batch
from sinks.rows import columns_of, forgotten_row
from sinks.webhooks.redaction import Shown, redacted, renamed


async def said(batch: Batch, command: Forget) -> tuple[Member, ...]:
    """The reports as they are so far; nobody else changes them until the batch ends."""
    found = await batch.connection.fetch(
        batch.sql["reports_to_forget"], command.channel, list(command.reports)
    )
    return tuple(map(member_of, found))


async def incidents_with(batch: Batch, command: Forget, founded: Collection[str]) -> Mapping[str, Incident]:
    """The incidents that the reports are or were in. `founded` are those that they founded."""
    found = await batch.connection.fetch(batch.sql["sat_in"], command.channel, list(command.reports))
    return await incidents_of(batch.connection, [*{*founded, *(row["incident_id"] for row in found)}])


async def first_members(batch: Batch, incidents: Collection[str]) -> Mapping[str, tuple[Member, ...]]:
    """Of each incident the first reports that are in it: more than these decide nothing of what it shows."""
    return {
        id: tuple(map(member_of, await batch.connection.fetch(batch.sql["first_members"], id, MEMBERS)))
        for id in incidents
    }


async def strip(batch: Batch, command: Forget, members: Sequence[Member]) -> None:
    """Write the reports anew as they are in `members`, and remove what was kept beside them."""
    execute, sql = batch.connection.execute, batch.sql
    channel, ids = command.channel, list(command.reports)
    rows = columns_of([forgotten_row(member.report) for member in members], width=5)
    await execute(sql["forget_reports"], channel, *rows[:4])
    await execute(sql["forget_originals"], channel, rows[0], rows[4])
    names = [member.report.report.id for member in members]
    await execute(sql["note_forgotten"], command.key, channel, names, command.at, command.expired)
    await execute(sql["forget_replies"], channel, ids)
    await execute(sql["forget_photos"], channel, ids)
    await execute(sql["forget_requests_of"], channel, ids)
    refused = [(one.topic, one.partition, one.offset) for one in command.rejections]
    await execute(sql["forget_rejections"], batch.cluster, *columns_of(refused, width=3))
    if command.seal:
        await execute(sql["destroy_keys"], [command.seal], command.at)


async def unname(batch: Batch, voices: Collection[str]) -> None:
    """What is remembered for storms names these citizens no more."""
    await batch.connection.execute(batch.sql["forget_occurrences"], list(voices))


async def write_incidents(batch: Batch, incidents: Mapping[str, Incident]) -> None:
    """The incidents as they are without it."""
    if incidents:
        await batch.connection.execute(batch.sql["upsert_incidents"], *incident_columns(incidents.values()))


async def write_deliveries(batch: Batch, incidents: Mapping[str, Incident], *, late: bool) -> None:
    """What webhooks have still to deliver of these: earlier versions may show what they themselves do not.

    `late`: so may what webhooks have not taken in yet.
    """
    if not incidents:
        return
    if late:
        await _note_redactions(batch, [(id, one.version) for id, one in incidents.items()])
    stored = await batch.connection.fetch(batch.sql["stored_deliveries"], list(incidents))
    bodies = [(row["position"], _redacted(row["body"], incidents[row["subject"]])) for row in stored]
    await batch.connection.execute(batch.sql["put_deliveries"], *columns_of(bodies, width=2))


async def write_events(batch: Batch, key: str, places: Mapping[str, str], *, late: bool) -> None:
    """The storms of a key, also those that are over, and what webhooks have still to deliver of them."""
    if not places:
        return
    ids, words = columns_of([*places.items()], width=2)
    found = await batch.connection.fetch(batch.sql["forget_places_in_events"], key, ids, words)
    if late:
        await _note_redactions(batch, [(row["id"], row["version"]) for row in found])
    stored = await batch.connection.fetch(batch.sql["stored_deliveries"], [row["id"] for row in found])
    bodies = [(row["position"], renamed(row["body"], places)) for row in stored]
    await batch.connection.execute(batch.sql["put_deliveries"], *columns_of(bodies, width=2))


async def _note_redactions(batch: Batch, subjects: Sequence[tuple[str, int]]) -> None:
    """Before it is looked for what was taken in: what is taken in later looks here."""
    await batch.connection.execute(batch.sql["redactions_grow"])
    await batch.connection.execute(batch.sql["note_redactions"], *columns_of(subjects, width=2))


def _redacted(body: bytes, now: Incident) -> bytes:
    return redacted(body, Shown(now.summary, now.photos, now.place_words))
