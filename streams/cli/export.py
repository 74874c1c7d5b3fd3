"""`sinergi export`: a citizen asks what is held of them (UU 27/2022)."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from sinks.audit_log import note
from sinks.incident_rows import incidents_of
from sinks.personal import Holdings, PersonalReader, names_of
from sinks.postgres import Pool
from streams.cli.ask import ask
from streams.cli.configured import configured
from streams.cli.errors import FAILURE, CommandError
from streams.cli.forget import Report, Reporter
from streams.cli.options import Json
from streams.cli.output import print_json, print_line
from streams.cli.person import person_in
from streams.cli.photo_folder import photo_folder
from streams.personal.export import export as write


def export(
    reporter: Reporter = None,
    *,
    to: Annotated[Path, typer.Option(help="A new folder.", metavar="FOLDER")],
    report: Report = None,
    json: Json = False,
) -> None:
    """Write all that is held of a citizen into a folder: JSON, a page to read, photos."""
    settings = configured()
    catalog = load(settings.catalog)
    person = person_in(catalog, reporter, report)
    photos = photo_folder(settings)
    if to.exists():
        raise CommandError(f"--to: {to} is there already; name a new folder", FAILURE)

    async def written(pool: Pool) -> tuple[Holdings, int]:
        held = await PersonalReader(pool).holdings(person)
        await note(pool, "export", names_of(held), {"rejections": len(held.refused)})
        incidents = await incidents_of(pool, [one.incident_id for one in held.said])
        try:
            return held, await asyncio.to_thread(write, held, incidents, photos, catalog, to)
        except OSError as error:
            raise CommandError(f"--to: {error.filename}: {error.strerror}", FAILURE) from error

    held, number = ask(settings, written)
    counts = {
        "reports": len(held.said),
        "replies": len(held.answers),
        "rejections": len(held.refused),
        "photos": number,
    }
    if json:
        print_json({"folder": str(to), **counts})
    else:
        print_line(f"{to}: " + ", ".join(f"{count} {what}" for what, count in counts.items()))
