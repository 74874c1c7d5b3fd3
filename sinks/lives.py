"""Lives of incidents in Postgres: what a word or a tick must know, and what it comes to, in an open batch."""

from collections.abc import Collection, Sequence

from schemas.classified import speaker_of
from schemas.command import Answered, Progressed, Tick
from schemas.heard import Check, Due, ProgressScene, ReplyScene
from schemas.incident import Incident
from schemas.result import Refusal
from sinks import life_rows
from sinks.incident_rows import incident_columns
from sinks.photos import alike_to, photo_rows, write_photos
from sinks.postgres import Batch

DUE_MAX = 500
"""So many incidents of a key are changed by one tick; the next takes the rest."""


async def progress_scene(batch: Batch, said: Progressed) -> ProgressScene:
    """What an agency's word speaks of, as it is at this point of the batch."""
    progress = said.progress
    [row] = await batch.connection.fetch(
        batch.sql["progress_scene"], said.agency, progress.id, progress.incident_id
    )
    return ProgressScene(
        incident=life_rows.incident_in(row),
        known=row["known"],
        reach=life_rows.reach_of(row),
        alike=await alike_to(batch.connection, batch.sql, progress.photos, besides=_name_of(said)),
    )


async def reply_scene(batch: Batch, answered: Answered) -> ReplyScene:
    """What a reply speaks of. A report that is on its way to another key is where it was until it arrives."""
    channel, reply = answered.channel, answered.reply
    [row] = await batch.connection.fetch(
        batch.sql["reply_scene"], channel, reply.id, reply.report_id, answered.key
    )
    incident = life_rows.incident_in(row)
    voice = speaker_of(channel, reply.report_id, row["reporter"])
    yes, no, answered_before = await _votes(batch, incident, voice) if incident else (0, 0, False)
    return ReplyScene(
        known=row["known"],
        incident_id=row["incident_now"],
        incident=incident,
        voice=voice,
        reach=life_rows.reach_of(row),
        yes=yes,
        no=no,
        again=life_rows.again_in(row, incident) and not answered_before,
    )


async def tick_scene(batch: Batch, tick: Tick) -> tuple[Due, ...]:
    """The incidents of the key that time changes by then, the one that waits longest first."""
    found = await batch.connection.fetch(batch.sql["due"], tick.key, tick.at, DUE_MAX)
    return tuple(map(life_rows.due_of, found))


async def write_progress(
    batch: Batch, said: Progressed, *, refusal: Refusal | None, checks: Sequence[Check]
) -> None:
    """Write what became of an agency's word; photos of one that was applied count as seen from now on.

    Raises `UniqueViolationError` for an id that is known: of two in two keys at once the second then meets
    the first when it comes again.
    """
    await batch.connection.execute(
        batch.sql["insert_progress"], *life_rows.progress_row(said, refusal, checks)
    )
    if refusal is None:
        progress = said.progress
        photos = photo_rows(progress.proving, "proof", _name_of(said), progress.incident_id)
        await write_photos(batch.connection, photos)


async def write_reply(
    batch: Batch, answered: Answered, scene: ReplyScene, *, refusal: Refusal | None
) -> None:
    """Write what became of a reply. Raises `UniqueViolationError` for an id that is known."""
    await batch.connection.execute(batch.sql["insert_reply"], *life_rows.reply_row(answered, scene, refusal))


async def write_incidents(batch: Batch, incidents: Collection[Incident]) -> None:
    """Write the last version of each; most words and ticks change none."""
    if incidents:
        await batch.connection.execute(batch.sql["upsert_incidents"], *incident_columns(incidents))


async def _votes(batch: Batch, incident: Incident, voice: str) -> tuple[int, int, bool]:
    """How many others last said yes in the present vote, how many no, and whether `voice` has answered."""
    [row] = await batch.connection.fetch(batch.sql["votes"], incident.id, incident.life.vote, voice)
    return row["yes"], row["no"], row["answered"]


def _name_of(said: Progressed) -> str:
    """`agency/id`."""
    return f"{said.agency}/{said.progress.id}"
