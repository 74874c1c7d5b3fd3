"""A citizen is forgotten: within the transaction of `resolve`."""

from dataclasses import replace

from schemas.command import Forget
from sinks.forgetting import (
    first_members,
    incidents_with,
    said,
    strip,
    unname,
    write_deliveries,
    write_events,
    write_incidents,
)
from sinks.postgres import Batch
from streams.core.bare import bare
from streams.core.forget import Forgotten, Shelf, forgotten
from streams.core.ids import incident_id
from streams.core.rules import Rules
from streams.core.storms import Storms


async def forget(batch: Batch, command: Forget, storms: Storms, rules: Rules) -> Forgotten:
    """Take the words out of Postgres and `storms`; what is left to put into memory and to send."""
    members = await said(batch, command)
    voices = {voice for member in members if (voice := member.report.voice)}
    await strip(batch, command, [replace(member, report=bare(member.report)) for member in members])
    founded = [incident_id(member.report) for member in members]
    incidents = await incidents_with(batch, command, founded)
    here = [id for id, incident in incidents.items() if incident.key == command.key]
    shelf = Shelf(incidents, await first_members(batch, here), await batch.voices(here))
    done = forgotten(command, shelf, rules)
    await write_incidents(batch, done.incidents)
    left = {id: done.incidents.get(id, incidents[id]) for id in here}
    # Of what is over for long nothing is on its way any more.
    await write_deliveries(batch, left, late=not command.expired)
    # Events may call an incident what one called it whose report is elsewhere by now.
    places = {id: incident.place_words for id, incident in left.items()}
    await write_events(batch, command.key, places, late=not command.expired)
    storms.rename(command.key, places)
    # What is over for long is remembered of no storm, and its reporter may still speak.
    if not command.expired:
        storms.unname(voices)
        await unname(batch, voices)
    await batch.record_storms(storms.take_changes())
    return done
