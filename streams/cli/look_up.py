"""A name that a person gives -> the report, incident or rejections it stands for."""

import re
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from schemas.event import Event
from schemas.incident import Incident
from schemas.rejection import Origin
from schemas.topics import CLASSIFIED, CORRECTIONS, reports
from sinks.reading import KnownRejection, KnownReport, Reader
from sinks.reading_corrections import KnownCorrection
from streams.cli.errors import CommandError

_POSITION = re.compile(r"([A-Za-z0-9._-]+)/(\d{1,9})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known by a name. `members` are the first reports of the incident; `event` gathered it.

    `asking` are the first incidents that are perhaps the same as this one.
    """

    report: KnownReport | None = None
    incident: Incident | None = None
    members: tuple[KnownReport, ...] = ()
    rejections: tuple[KnownRejection, ...] = ()
    corrections: tuple[KnownCorrection, ...] = ()
    event: Event | None = None
    asking: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.report or self.incident or self.rejections or self.corrections or self.event)


async def look_up(reader: Reader, catalog: Catalog, name: str, limit: int) -> Explained:
    """`channel:id`, an id alone, an id of an incident, event or correction, or `topic/partition/offset` of a
    refused record.

    Raises `CommandError` when several channels have a report of that id, or none has.
    """
    if incident := await reader.incident(name):
        members = tuple(await reader.reports_of(name, limit))
        return Explained(
            incident=incident,
            members=members,
            corrections=tuple(await reader.corrections.of_incident(name)),
            event=await _event_of(reader, incident),
            asking=tuple(await reader.asking(incident)),
        )
    if correction := await reader.corrections.one(name):
        return Explained(corrections=(correction,))
    if event := await reader.event(name):
        return Explained(event=event)
    if found := await _by_position(reader, name):
        return found
    channel, colon, id = name.partition(":")
    named = (
        await look_up_report(reader, channel, id, limit) if colon and channel in catalog.channels else None
    )
    if found := named or await _by_id(reader, catalog, name, limit):
        return found
    raise CommandError(f"nothing is known by the name {name!r}: no report, incident or refused record has it")


async def look_up_report(reader: Reader, channel: str, id: str, limit: int) -> Explained:
    """One report with its incident, and the refused records that used its id."""
    report = await reader.report(channel, id)
    incident = await reader.incident(report.link.incident_id) if report else None
    members = await reader.reports_of(incident.id, limit) if incident else []
    refused = await reader.rejections_naming([reports(channel)], id)
    corrections = await reader.corrections.of_incident(incident.id) if incident else []
    event = await _event_of(reader, incident)
    asking = tuple(await reader.asking(incident)) if incident else ()
    return Explained(report, incident, tuple(members), tuple(refused), tuple(corrections), event, asking)


async def _event_of(reader: Reader, incident: Incident | None) -> Event | None:
    return await reader.event(incident.event) if incident and incident.event else None


async def _by_position(reader: Reader, name: str) -> Explained | None:
    position = _POSITION.fullmatch(name)
    if not position:
        return None
    origin = Origin(topic=position[1], partition=int(position[2]), offset=int(position[3]))
    return Explained(rejections=tuple(await reader.rejection(origin)))


async def _by_id(reader: Reader, catalog: Catalog, id: str, limit: int) -> Explained:
    channels = await reader.channels_of(id)
    if len(channels) > 1:
        names = ", ".join(f"{channel}:{id}" for channel in channels)
        raise CommandError(f"several channels have a report {id!r}; say which: {names}")
    if channels:
        return await look_up_report(reader, channels[0], id, limit)
    topics = [*map(reports, sorted(catalog.channels)), CORRECTIONS, CLASSIFIED]
    return Explained(rejections=tuple(await reader.rejections_naming(topics, id)))
