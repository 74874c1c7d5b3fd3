"""`sinergi explain`: why a report or an incident is where it is."""

import asyncio
from dataclasses import replace
from typing import Annotated

import typer
from pydantic import TypeAdapter

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.trace_context import is_within, trace_id_of
from sinks.reading import KnownReport, Reader
from streams.cli.configured import configured
from streams.cli.look_up import Explained, look_up
from streams.cli.output import print_line
from streams.cli.sections import print_sections
from streams.cli.telling import Teller
from streams.connections import postgres
from streams.settings import Settings, TracingSettings


def explain(
    name: Annotated[
        str,
        typer.Argument(
            metavar="REPORT-INCIDENT-OR-EVENT",
            help="channel:id of a report or reply, agency/id of a progress, such an id alone, "
            "id of an incident, event or correction, or topic/partition/offset of a refused record.",
        ),
    ],
    *,
    limit: Annotated[int, typer.Option(min=1, help="So many reports of the incident are shown.")] = 30,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say, in Indonesian, what was understood of a report, where it went, and why."""
    settings = configured()
    catalog = load(settings.catalog)
    show(asyncio.run(_look_up(settings, catalog, name, limit)), catalog, json=json)


def show(explained: Explained, catalog: Catalog, *, json: bool) -> None:
    """Print what was found, for a person or for a program."""
    if json:
        print_line(_JSON.dump_json(explained).decode())
    else:
        print_sections(Teller(catalog).tell(explained))


async def _look_up(settings: Settings, catalog: Catalog, name: str, limit: int) -> Explained:
    async with postgres(settings.postgres) as pool:
        found = await look_up(Reader(pool), catalog, name, limit)
    return replace(found, trace_id=_trace_id(settings.tracing, found.report)) if found.report else found


def _trace_id(tracing: TracingSettings, report: KnownReport) -> str | None:
    """None where nothing is traced, and for a report that is not in the sample."""
    trace_id = trace_id_of(report.channel, report.id)
    return trace_id if tracing.endpoint and is_within(tracing.sample, trace_id) else None


_JSON = TypeAdapter(Explained)
