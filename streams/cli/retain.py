"""`sinergi retain`: what was kept long enough is removed. For a timer, once a day."""

from dataclasses import asdict
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

import typer

from schemas.catalog import load
from streams.cli.ask import ask
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.options import Json
from streams.cli.output import print_json, print_line
from streams.cli.photo_folder import photo_folder
from streams.personal.retain import Job

MOST = 20_000


def retain(
    *,
    dry_run: Annotated[bool, typer.Option(help="Only tell of how many reports the time is over.")] = False,
    most: Annotated[
        int, typer.Option(min=1, max=1_000_000, help="So many of each kind; the rest at the next run.")
    ] = MOST,
    json: Json = False,
) -> None:
    """Remove what the catalog says is kept no longer: words, photos, refused records. Counts stay."""
    settings = configured()
    catalog = load(settings.catalog)
    rule = catalog.city.retention
    if rule is None:
        raise CommandError("city.toml has no [retention], so all is kept", CONFIGURATION)
    job = partial(Job, catalog=catalog, rule=rule, now=datetime.now(UTC), most=most)
    if dry_run:
        found = ask(settings, lambda pool: job(pool).foreseen())
        _tell({"would_remove": found}, json=json)
        return
    photos = photo_folder(settings)
    done = ask(settings, lambda pool: job(pool).run(settings.kafka, photos))
    _tell({"removed": asdict(done)}, json=json)


def _tell(parts: dict[str, dict[str, int]], *, json: bool) -> None:
    if json:
        print_json(parts)
        return
    for name, found in parts.items():
        told = ", ".join(f"{number} {what.replace('_', ' ')}" for what, number in found.items())
        print_line(f"{name.replace('_', ' ')}: {told}")
