"""`sinergi agency`: what an agency hears, and what it says."""

import asyncio
import sys
from collections.abc import Callable
from itertools import islice
from typing import Annotated, Literal, TypeAlias

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.event import EventDispatch
from schemas.progress import Said
from schemas.result import Result
from schemas.topics import dispatches
from streams.cli import interruptible
from streams.cli.chosen import agency_in, zone_of
from streams.cli.configured import configured
from streams.cli.errors import FAILURE, INTERRUPTED, told
from streams.cli.following import News, Unseen, new_ones
from streams.cli.moments import moment_or_now
from streams.cli.options import At, By, Id, Json, Patience
from streams.cli.output import print_error, print_line, printable_json
from streams.cli.photos import Lat, Lon, Phash, PhotoFile, PhotoUrl, TakenAt, photos_of
from streams.cli.sections import print_sections
from streams.cli.send_progress import Saying, present_version, saying, show
from streams.cli.sending import deliver, login_name, new_id
from streams.cli.telling_dispatch import dispatch_section, event_section
from streams.connections import no_broker
from streams.core.records.commands import Headed
from streams.settings import KafkaSettings, Settings
from streams.tail import tail

Agency: TypeAlias = Annotated[str, typer.Argument(help="Id of the agency.", metavar="AGENCY")]
Incident: TypeAlias = Annotated[str, typer.Argument(help="Id of the incident.", metavar="INCIDENT")]
Word: TypeAlias = Literal[
    "accepted", "refused", "on-site", "resolved", "cannot", "released", "confirmed", "reopened"
]
What: TypeAlias = Annotated[Word, typer.Argument(help="What it did.", metavar="WHAT")]
Why: TypeAlias = Annotated[str, typer.Option(help="Needed to refuse, give up or reopen.")]
Instead: TypeAlias = Annotated[
    str | None, typer.Option("--agency", help="Of a refusal: who should act instead.", metavar="OTHER")
]
Version: TypeAlias = Annotated[
    int | None,
    typer.Option(min=1, help="Of the dispatch that this answers. [default: the present one]"),
]


def make_agency() -> typer.Typer:
    """Both directions, each with an example of its use."""
    app = typer.Typer(
        help="Hear what an agency hears (`follow`), and speak for it (`say`).", no_args_is_help=True
    )
    for command, example in _COMMANDS:
        app.command(epilog=f"Example: sinergi agency {example}")(told(command))
    return app


def follow(
    agency: Agency,
    *,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Begin with the oldest message that is kept.")
    ] = False,
    count: Annotated[
        int | None, typer.Option(min=1, help="End after so many messages. [default: at Ctrl-C]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print each message as a line of JSON.")] = False,
) -> None:
    """Show what an agency is told as it comes, each version of an incident or event once."""
    settings = configured()
    catalog = load(settings.catalog)
    showing = _showing(catalog, json=json)
    topic = dispatches(agency_in(catalog, agency))
    if not interruptible.run(
        _follow(settings.kafka, topic, showing, from_beginning=from_beginning, count=count)
    ):
        raise typer.Exit(INTERRUPTED)


def say(
    agency: Agency,
    incident: Incident,
    what: What,
    *,
    why: Why = "",
    instead: Instead = None,
    photo: PhotoUrl = None,
    phash: Phash = None,
    taken_at: TakenAt = None,
    lat: Lat = None,
    lon: Lon = None,
    photo_json: PhotoFile = None,
    at: At = None,
    by: By = None,
    id: Id = None,
    version: Version = None,
    patience_s: Patience = 30,
    json: Json = False,
) -> None:
    """Say in an agency's name what it did about an incident, and tell what became of that."""
    settings = configured()
    catalog = load(settings.catalog)
    zone = zone_of(catalog, None)
    fields = {
        "id": id or new_id(),
        "incident_id": incident,
        "at": moment_or_now("--at", at, zone),
        "by": by or login_name(),
        "said": Said(what.replace("-", "_")),
        "why": why,
        "agency": instead,
        "photos": photos_of(
            photo, photo_json, settings, phash=phash, taken_at=taken_at, lat=lat, lon=lon, zone=zone
        ),
        "version": version or asyncio.run(present_version(settings, incident)),
    }
    _send(settings, saying(agency_in(catalog, agency), fields, catalog), patience_s, json=json)


def _send(settings: Settings, sent: Saying, patience_s: float, *, json: bool) -> None:
    known = asyncio.run(deliver(settings, sent.message, sent.known, patience_s))
    show(known, json=json)
    if known.result is Result.REFUSED:
        raise typer.Exit(FAILURE)


def _showing(catalog: Catalog, *, json: bool) -> Callable[[Headed, News], None]:
    def show_one(record: Headed, news: News) -> None:
        if json:
            print_line(printable_json((record.value or b"").decode()))
        elif isinstance(news, EventDispatch):
            print_sections([event_section(news, catalog)])
        else:
            print_sections([dispatch_section(news, catalog)])

    return show_one


async def _follow(
    kafka: KafkaSettings,
    topic: str,
    show_one: Callable[[Headed, News], None],
    *,
    from_beginning: bool,
    count: int | None,
) -> None:
    unseen, shown = Unseen(), 0
    try:
        async with tail(kafka, [topic], from_beginning=from_beginning) as ours:
            print_error(f"following {topic}; Ctrl-C ends it")
            async for page in ours.pages():
                left = None if count is None else count - shown
                for record, news in islice(new_ones(page, unseen), left):
                    show_one(record, news)
                    shown += 1
                sys.stdout.flush()
                if shown == count:
                    return
    except (KafkaError, TimeoutError) as error:
        raise no_broker(kafka, error) from error


_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (follow, "follow dishub --json"),
    (say, "say dishub bekasi:traffic:a on-site"),
)
