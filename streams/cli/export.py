"""`sinergi export`: a citizen asks what is held of them (UU 27/2022)."""

import asyncio
import sys
from functools import partial
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
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError
from streams.cli.forget import Report, Reporter
from streams.cli.options import Json
from streams.cli.output import print_error, print_json, print_line
from streams.cli.person import person_in
from streams.cli.photo_folder import photo_folder
from streams.personal.export import export as write
from streams.personal.export import export_packed

STDOUT = Path("-")


def export(
    reporter: Reporter = None,
    *,
    to: Annotated[
        Path, typer.Option(help="A new folder; - writes an archive (tar) to stdout.", metavar="FOLDER")
    ],
    report: Report = None,
    json: Json = False,
) -> None:
    """Write all that is held of a citizen into a folder: JSON, a page to read, photos."""
    settings = configured()
    catalog = load(settings.catalog)
    person = person_in(catalog, reporter, report)
    photos = photo_folder(settings)
    packed = to == STDOUT
    _check(to, packed=packed)
    out = partial(export_packed, out=sys.stdout.buffer) if packed else partial(write, folder=to)

    async def written(pool: Pool) -> tuple[Holdings, int]:
        held = await PersonalReader(pool).holdings(person)
        await note(pool, "export", names_of(held), {"rejections": len(held.refused)})
        incidents = await incidents_of(pool, [one.incident_id for one in held.said])
        try:
            return held, await asyncio.to_thread(out, held, incidents, photos, catalog)
        except OSError as error:
            raise CommandError(f"--to: {error.filename}: {error.strerror}", FAILURE) from error

    held, number = ask(settings, written)
    counts = {
        "reports": len(held.said),
        "replies": len(held.answers),
        "rejections": len(held.refused),
        "photos": number,
    }
    told = f"{to}: " + ", ".join(f"{count} {what}" for what, count in counts.items())
    if packed:
        print_error(told)
    elif json:
        print_json({"folder": str(to), **counts})
    else:
        print_line(told)


def _check(to: Path, *, packed: bool) -> None:
    if packed and sys.stdout.isatty():
        raise CommandError(
            "--to -: writes an archive; send it to a file or to `tar --extract`", CONFIGURATION
        )
    if not packed and to.exists():
        raise CommandError(f"--to: {to} is there already; name a new folder", FAILURE)
