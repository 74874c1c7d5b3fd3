"""`sinergi forget`: a citizen asks to be forgotten (UU 27/2022)."""

import asyncio
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from schemas.catalog import load
from schemas.catalog.models import Catalog
from sinks.personal import Holdings, Person, PersonalReader
from streams.cli.ask import ask
from streams.cli.chosen import zone_of
from streams.cli.configured import configured
from streams.cli.errors import FAILURE
from streams.cli.options import Json, Patience
from streams.cli.output import print_json, print_line
from streams.cli.person import person_in
from streams.cli.photo_folder import photo_folder
from streams.personal.forget import Removed, desk, photos_of
from streams.settings import Settings

if TYPE_CHECKING:  # It needs a package that is an extra.
    from sinks.photo_store import PhotoStore

Reporter: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        help="The channel's own reference of the citizen; - reads it from stdin, unseen by `ps`.",
        metavar="CHANNEL:REPORTER",
    ),
]
Report: TypeAlias = Annotated[
    str | None, typer.Option(help="A report without a reference instead; - reads it.", metavar="CHANNEL:ID")
]


def forget(
    reporter: Reporter = None,
    *,
    report: Report = None,
    dry_run: Annotated[bool, typer.Option(help="Only tell what would be removed.")] = False,
    sent: Annotated[
        bool,
        typer.Option(
            help="Also remove what agencies and the channel were sent so far: once they have read it."
        ),
    ] = False,
    patience_s: Patience = 60,
    json: Json = False,
) -> None:
    """Remove what a citizen said, and who said it. Incidents stay, with their places and counts."""
    settings = configured()
    catalog = load(settings.catalog)
    person = person_in(catalog, reporter, report)
    if dry_run:
        held = ask(settings, lambda pool: PersonalReader(pool).holdings(person))
        _tell({"would_remove": _counts(held)}, json=json)
        return
    photos = photo_folder(settings)
    removed = asyncio.run(_forget(settings, catalog, person, photos, sent=sent, patience_s=patience_s))
    _tell(_shown(removed, _last_day(settings, catalog), photos.url, sent=sent), json=json)
    if not removed.left.empty or removed.queues.fault:
        raise typer.Exit(FAILURE)


async def _forget(
    settings: Settings,
    catalog: Catalog,
    person: Person,
    photos: "PhotoStore",
    *,
    sent: bool,
    patience_s: float,
) -> Removed:
    async with desk(settings, catalog, photos, patience_s=patience_s, sent=sent) as here:
        return await here.forget(person)


def _last_day(settings: Settings, catalog: Catalog) -> str:
    """By then Kafka has let go of all that it holds now."""
    now = datetime.now(zone_of(catalog, None))
    return (now + timedelta(days=settings.kafka.retention_days)).date().isoformat()


def _counts(held: Holdings) -> dict[str, object]:
    return {
        "reports": len(held.said),
        "photos": len(photos_of(held)),
        "replies": len(held.answers),
        "rejections": len(held.refused),
        "keys": int(held.key is not None),
    }


def _shown(removed: Removed, last_day: str, store: str, *, sent: bool) -> dict[str, object]:
    queues = removed.queues
    remains = {topic: f"{left} records, until {last_day}" for topic, left in queues.left.items() if left}
    if queues.fault:
        remains["kafka"] = f"no records could be removed ({queues.fault}), so all stay until {last_day}"
    if not sent:
        remains["dispatches.*, feedback.*"] = f"as they were sent, until {last_day}; --sent removes them"
    if removed.kept_photos:
        remains["photos"] = f"{removed.kept_photos} that others sent too"
    if removed.photos_elsewhere:
        remains["photos elsewhere"] = f"not in {store}: {', '.join(removed.photos_elsewhere)}"
    if removed.left.unread:
        remains["rejections"] = f"{removed.left.unread} broken batches, which nobody can search"
    if not removed.left.empty:
        remains["postgres"] = "more came in meanwhile: run it again"
    counts = {**_counts(removed.held), "photos": removed.photos}
    kafka = {topic: count for topic, count in queues.removed.items() if count}
    return {"removed": counts, "removed_from_kafka": kafka, "remains": remains}


def _tell(parts: dict[str, object], *, json: bool) -> None:
    if json:
        print_json(parts)
        return
    for name, found in parts.items():
        print_line(f"{name.replace('_', ' ')}:")
        for what, value in found.items() if isinstance(found, dict) else ():
            print_line(f"  {what}: {value}")
