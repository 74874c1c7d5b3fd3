"""`sinergi report`: one report from the command line."""

import asyncio
import json as js
from typing import Annotated

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.rejection import Origin
from schemas.topics import reports
from sinks.reading import Reader
from streams.cli.chosen import channel_in, zone_of
from streams.cli.configured import configured
from streams.cli.errors import FAILURE, CommandError
from streams.cli.explain import show
from streams.cli.look_up import Explained, look_up_report
from streams.cli.moments import moment_or_now
from streams.cli.sending import accepted, new_id, unsent
from streams.connections import postgres
from streams.core.normalize import normalize
from streams.replay.pace import Pace
from streams.replay.reports import Outgoing
from streams.replay.run import Patience, publish
from streams.settings import Settings

MEMBERS = 10
"""So many reports of the incident are shown."""


def report(
    *,
    channel: Annotated[str, typer.Option(help="The channel it comes from.")],
    text: Annotated[str, typer.Option(help="What the citizen says.")] = "",
    lat: Annotated[float | None, typer.Option(help="Degrees, WGS 84.")] = None,
    lon: Annotated[float | None, typer.Option(help="Degrees, WGS 84.")] = None,
    place: Annotated[str | None, typer.Option(help="The place in words.")] = None,
    reporter: Annotated[str | None, typer.Option(help="The channel's own reference of the citizen.")] = None,
    category: Annotated[
        str | None, typer.Option(help="What the citizen picked, an id of the catalog.")
    ] = None,
    id: Annotated[str | None, typer.Option(help="Unique in its channel. [default: a new one]")] = None,
    at: Annotated[
        str | None, typer.Option(help="When it was said; without offset in the city's time. [default: now]")
    ] = None,
    patience_s: Annotated[float, typer.Option(min=1, help="How long to wait for it in Postgres.")] = 30,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Publish one report and tell what became of it. What the product would refuse is not sent."""
    settings = configured()
    catalog = load(settings.catalog)
    record = _record(
        id=id or new_id(),
        reported_at=moment_or_now("--at", at, zone_of(catalog, None)),
        text=text,
        lat=lat,
        lon=lon,
        place=place,
        reporter=reporter,
        category=category,
    )
    _check(record, channel_in(catalog, channel), catalog)
    show(asyncio.run(_follow(settings, channel, record, patience_s)), catalog, json=json)


def _record(**fields: object) -> Outgoing:
    given = {name: value for name, value in fields.items() if value is not None}
    id = str(given["id"])
    return Outgoing(1, id.encode(errors="replace"), js.dumps(given).encode(), id, None)


def _check(record: Outgoing, channel: str, catalog: Catalog) -> None:
    accepted(normalize(record.value, unsent(reports(channel)), frozenset(catalog.categories)), "report")


async def _follow(settings: Settings, channel: str, record: Outgoing, patience_s: float) -> Explained:
    outcome = await publish(settings, channel, [record], pace=Pace(None), patience=Patience(patience_s))
    settlement = outcome.settlement
    if settlement is None or settlement.lost or outcome.sending.unsent:
        raise CommandError(
            f"{channel}:{record.id} is not in Postgres after {patience_s:.0f} s; do both workers run?"
        )
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        if settlement.refused:
            sent = outcome.sending.sent[0]
            origin = Origin(topic=reports(channel), partition=sent.partition, offset=sent.offset)
            raise CommandError(f"refused: {(await reader.rejection(origin))[0].reason}", FAILURE)
        return await look_up_report(reader, channel, record.id or "", MEMBERS)
