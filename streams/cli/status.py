"""`sinergi status`: what a citizen would be told of a report."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import TypeAdapter

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.correction import report_key_of
from schemas.incident import Incident, State
from schemas.life import Step
from sinks.reading import KnownReport, Reader
from streams.cli.configured import configured
from streams.cli.errors import CommandError
from streams.cli.options import Json, ReportName
from streams.cli.output import print_line
from streams.cli.sections import Section, print_sections
from streams.connections import postgres
from streams.core.life.asked import asked_words, promised_by
from streams.core.names import label_of
from streams.settings import Settings
from streams.telling.words import moment_words


@dataclass(frozen=True, slots=True)
class Status:
    """What a citizen may know: nobody's words, and nobody's person. `stands` is in Indonesian.

    `others` are citizens beside this one; `resolve_by` is when all who work on it promised to be done; `asks`
    says that an answer is waited for, whether it is fixed.
    """

    report: str
    reported_at: datetime
    category: str
    step: Step
    stands: str
    others: int
    resolve_by: datetime | None
    asks: bool


def status(report: ReportName, *, json: Json = False) -> None:
    """Say, in Indonesian, what the reporter would be told: where it stands, and what to answer."""
    settings = configured()
    catalog = load(settings.catalog)
    known, incident = asyncio.run(_look_up(settings, report))
    found = status_of(known, incident, catalog, at=datetime.now(UTC))
    if json:
        print_line(_JSON.dump_json(found).decode())
    else:
        print_sections([status_section(found, catalog)])


def status_of(report: KnownReport, incident: Incident, catalog: Catalog, *, at: datetime) -> Status:
    """How a report stands at a moment."""
    open = incident.state is State.OPEN
    return Status(
        report=f"{report.channel}:{report.id}",
        reported_at=report.reported_at,
        category=incident.category,
        step=incident.life.step,
        stands=asked_words(incident, catalog, at=at),
        others=max(0, incident.voices - 1),
        resolve_by=promised_by(incident, catalog),
        asks=open and incident.life.step is Step.RESOLVED,
    )


def status_section(status: Status, catalog: Catalog) -> Section:
    """In words for the citizen."""
    zone = catalog.city.zone
    how = f"sinergi reply {status.report} yes (sudah) atau no (belum)"
    return Section(
        f"Laporan {status.report}",
        (
            ("Dilaporkan", moment_words(status.reported_at, zone)),
            ("Perihal", label_of(catalog.categories, status.category)),
            ("Sekarang", status.stands),
            ("Dijanjikan selesai", moment_words(status.resolve_by, zone) if status.resolve_by else ""),
            ("Dilaporkan juga oleh", f"{status.others} warga lain" if status.others else ""),
            ("Apakah sudah beres?", how if status.asks else ""),
        ),
    )


async def _look_up(settings: Settings, name: str) -> tuple[KnownReport, Incident]:
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        report = await reader.report(*report_key_of(name))
        incident = await reader.incident(report.link.incident_id) if report else None
    if report is None or incident is None:
        raise CommandError(f"no report {name}")
    return report, incident


_JSON = TypeAdapter(Status)
