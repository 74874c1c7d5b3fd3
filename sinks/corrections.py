"""Corrections in Postgres: all that one needs to know, and what it comes to, within an open batch."""

from collections.abc import Collection, Mapping, Sequence

from schemas.command import Ordered, Receive
from schemas.corrected import MEMBERS, Entry, Member, Scene
from schemas.correction import Undo
from schemas.incident import Incident
from sinks import correction_rows, incident_rows
from sinks.postgres import Batch


async def correction_scene(batch: Batch, command: Ordered | Receive) -> Scene:
    """What the command speaks of, as it is at this point of the batch."""
    order = command.ordered if isinstance(command, Receive) else command
    correction = order.correction
    await _one_after_the_other(batch, command)
    undoes = _undone_by(command)
    entries = await _entries(batch, [correction.id, *([undoes] if undoes else [])])
    earlier = entries.get(undoes) if undoes else None
    named = [command.into] if isinstance(command, Receive) else list(correction.named)
    named += earlier.incidents if earlier else ()
    hops = incident_rows.WAY_HOPS if isinstance(command, Receive) else 0
    incidents = await incident_rows.incidents_on_the_way(batch.connection, named, hops)
    here = [id for id, incident in incidents.items() if incident.key == command.key]
    return Scene(
        incidents=incidents,
        members=await _members(batch, here) if _bearable(incidents) or isinstance(command, Receive) else {},
        arriving=await _arriving(batch, correction.id),
        known=entries.get(correction.id),
        earlier=earlier,
        last=await _last(batch, incidents, standing=False),
        standing=await _last(batch, incidents, standing=True),
    )


async def write_correction(
    batch: Batch,
    *,
    entry: Entry | None,
    undone: str | None,
    incidents: Collection[Incident],
    seats: Sequence[Member],
) -> None:
    """Write what a command came to."""
    if entry is None:
        return
    await batch.connection.execute(batch.sql["upsert_correction"], *correction_rows.entry_row(entry))
    if undone:
        await batch.connection.execute(batch.sql["correction_undone"], undone, entry.correction.id)
    await batch.connection.execute(batch.sql["upsert_incidents"], *incident_rows.incident_columns(incidents))
    opened_at = [incident.opened_at for incident in incidents]
    await batch.connection.execute(batch.sql["set_opened_at"], [one.id for one in incidents], opened_at)
    await batch.connection.execute(
        batch.sql["move_links"], *correction_rows.seat_columns(seats, await _positions(batch, seats))
    )


async def _one_after_the_other(batch: Batch, command: Ordered | Receive) -> None:
    """Until the batch ends nobody else corrects what this one names, nor uses its id.

    Two keys may have two workers, and each would see the other's incidents as they were before.
    """
    order = command.ordered if isinstance(command, Receive) else command
    names = {order.correction.id, *order.correction.named}
    names |= {command.into} if isinstance(command, Receive) else set()
    await batch.connection.execute(batch.sql["one_after_the_other"], sorted(names))


def _undone_by(command: Ordered | Receive) -> str | None:
    if isinstance(command, Receive):
        return command.undoes
    what = command.correction.what
    return what.correction if isinstance(what, Undo) else None


def _bearable(incidents: Mapping[str, Incident]) -> bool:
    """More reports than these are refused, so they are not read either."""
    return sum(incident.reports for incident in incidents.values()) <= MEMBERS


async def _entries(batch: Batch, ids: Sequence[str]) -> dict[str, Entry]:
    found = await batch.connection.fetch(batch.sql["corrections_by_id"], ids)
    return {row["id"]: correction_rows.entry_of(row) for row in found}


async def _members(batch: Batch, ids: Sequence[str]) -> dict[str, tuple[Member, ...]]:
    members: dict[str, list[Member]] = {id: [] for id in ids}
    for row in await batch.connection.fetch(batch.sql["members"], ids):
        members[row["incident_id"]].append(correction_rows.member_of(row))
    return {id: tuple(own) for id, own in members.items()}


async def _arriving(batch: Batch, correction_id: str) -> tuple[Member, ...]:
    found = await batch.connection.fetch(batch.sql["arriving_members"], correction_id)
    return tuple(map(correction_rows.member_of, found))


async def _last(batch: Batch, ids: Collection[str], *, standing: bool) -> dict[str, Entry]:
    found = await batch.connection.fetch(batch.sql["last_corrections"], list(ids), standing)
    return {row["incident_id"]: correction_rows.entry_of(row) for row in found}


async def _positions(batch: Batch, seats: Sequence[Member]) -> Sequence[int]:
    """One for each seat; those who have just come are numbered in their order, behind all others."""
    new = sum(seat.position is None for seat in seats)
    fresh = iter([row["position"] for row in await batch.connection.fetch(batch.sql["positions"], new)])
    return [next(fresh) if seat.position is None else seat.position for seat in seats]
