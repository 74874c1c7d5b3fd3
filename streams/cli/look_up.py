"""A name that a person gives -> the report, incident, word about it or rejections it stands for."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from schemas.catalog.models import Catalog
from schemas.event import Event
from schemas.incident import Incident
from schemas.rejection import Origin
from schemas.topics import CLASSIFIED, CORRECTIONS, progress, replies, reports
from sinks.reading import KnownRejection, KnownReport, Reader
from sinks.reading_corrections import KnownCorrection
from sinks.reading_lives import KnownProgress, KnownReply
from streams.cli.errors import CommandError

_POSITION = re.compile(r"([A-Za-z0-9._-]+)/(\d{1,9})/(\d{1,18})")


@dataclass(frozen=True, slots=True)
class Explained:
    """What is known by a name. `members` are the first reports of the incident; `event` gathered it.

    `asking` are the first incidents that are perhaps the same as this one. `progress` and `replies` are
    the last that was said of the incident, or what has this id itself. `trace_id` is the report's, if its
    trace began here.
    """

    report: KnownReport | None = None
    incident: Incident | None = None
    members: tuple[KnownReport, ...] = ()
    rejections: tuple[KnownRejection, ...] = ()
    corrections: tuple[KnownCorrection, ...] = ()
    event: Event | None = None
    asking: tuple[str, ...] = ()
    progress: tuple[KnownProgress, ...] = ()
    replies: tuple[KnownReply, ...] = ()
    trace_id: str | None = None

    def __bool__(self) -> bool:
        return any(
            (
                *(self.report, self.incident, self.rejections, self.corrections, self.event),
                *(self.progress, self.replies),
            )
        )


async def look_up(reader: Reader, catalog: Catalog, name: str, limit: int) -> Explained:
    """`channel:id` of a report or reply, `agency/id` of a progress, one of these ids alone, an id of an
    incident, event or correction, or `topic/partition/offset` of a refused record.

    Raises `CommandError` when several channels have a report of that id, or none has.
    """
    if incident := await reader.incident(name):
        return await _look_up_incident(reader, incident, limit)
    if correction := await reader.corrections.one(name):
        return Explained(corrections=(correction,))
    if event := await reader.event(name):
        return Explained(event=event)
    if found := await _by_position(reader, name):
        return found
    if found := await _by_owner(reader, catalog, name, limit) or await _by_id(reader, catalog, name, limit):
        return found
    raise CommandError(f"nothing is known by the name {name!r}: no report, incident or refused record has it")


async def look_up_report(reader: Reader, channel: str, id: str, limit: int) -> Explained:
    """One report with its incident, and the refused records that used its id."""
    report = await reader.report(channel, id)
    incident = await reader.incident(report.link.incident_id) if report else None
    found = await _look_up_incident(reader, incident, limit) if incident else Explained()
    refused = await reader.rejections_naming([reports(channel)], id)
    return replace(found, report=report, rejections=tuple(refused))


async def _look_up_incident(reader: Reader, incident: Incident, limit: int) -> Explained:
    return Explained(
        incident=incident,
        members=tuple(await reader.reports_of(incident.id, limit)),
        corrections=tuple(await reader.corrections.of_incident(incident.id)),
        event=await reader.event(incident.event) if incident.event else None,
        asking=tuple(await reader.asking(incident)),
        progress=tuple(await reader.lives.progress_of(incident.id)),
        replies=tuple(await reader.lives.replies_of(incident.id)),
    )


async def _by_position(reader: Reader, name: str) -> Explained | None:
    position = _POSITION.fullmatch(name)
    if not position:
        return None
    origin = Origin(topic=position[1], partition=int(position[2]), offset=int(position[3]))
    return Explained(rejections=tuple(await reader.rejection(origin)))


async def _by_owner(reader: Reader, catalog: Catalog, name: str, limit: int) -> Explained:
    """What a channel or an agency sent by this id."""
    channel, colon, id = name.partition(":")
    if colon and channel in catalog.channels:
        return await look_up_report(reader, channel, id, limit) or await _said(reader, (), (channel,), id)
    agency, slash, id = name.partition("/")
    return await _said(reader, (agency,), (), id) if slash and agency in catalog.agencies else Explained()


async def _by_id(reader: Reader, catalog: Catalog, id: str, limit: int) -> Explained:
    channels = await reader.channels_of(id)
    if len(channels) > 1:
        names = ", ".join(f"{channel}:{id}" for channel in channels)
        raise CommandError(f"several channels have a report {id!r}; say which: {names}")
    if channels:
        return await look_up_report(reader, channels[0], id, limit)
    topics = [*map(reports, sorted(catalog.channels)), CORRECTIONS, CLASSIFIED]
    said = await _said(reader, sorted(catalog.agencies), sorted(catalog.channels), id)
    refused = await reader.rejections_naming(topics, id)
    return replace(said, rejections=(*said.rejections, *refused))


async def _said(reader: Reader, agencies: Sequence[str], channels: Sequence[str], id: str) -> Explained:
    """What these agencies said and these channels answered by this id, and the refused records of theirs."""
    topics = [*map(progress, agencies), *map(replies, channels)]
    return Explained(
        progress=tuple(await reader.lives.progress_named(agencies, id)),
        replies=tuple(await reader.lives.replies_named(channels, id)),
        rejections=tuple(await reader.rejections_naming(topics, id)),
    )
