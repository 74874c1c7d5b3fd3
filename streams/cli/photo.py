"""`sinergi photo`: a photo of this machine into the store, and links that show what is there."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from schemas.catalog import load
from sinks.audit_log import note
from streams.cli.ask import ask
from streams.cli.chosen import zone_of
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_json, print_line
from streams.cli.photo_store import keep
from streams.photos.links import sha256_of, sign
from streams.photos.signing import secrets_of

_TIMES = {"m": 60, "h": 3_600, "d": 86_400}
_TIME = re.compile(r"([1-9]\d{0,2})([mhd])")


def make_photo() -> typer.Typer:
    """Both commands, each with an example of its use."""
    app = typer.Typer(
        help="Keep a photo (`add`), and make a link that shows it (`link`).", no_args_is_help=True
    )
    for command, example in _COMMANDS:
        app.command(epilog=f"Example: sinergi photo {example}")(told(command))
    return app


def add(
    file: Annotated[Path, typer.Argument(help="A JPEG, PNG or WebP.", metavar="FILE")], *, json: Json = False
) -> None:
    """Keep a photo without its metadata, and tell what goes into `photos` of a report or a fix."""
    settings = configured()
    zone = zone_of(load(settings.catalog), None)
    photo = keep(settings, zone, file).model_dump(mode="json", exclude_none=True)
    if json:
        print_json(photo)
    else:
        for name, value in photo.items():
            print_line(f"{name:9} {value}")


def link(
    photo: Annotated[str, typer.Argument(help="Its address in a report, or its SHA-256.", metavar="PHOTO")],
    *,
    for_: Annotated[str, typer.Option("--for", help="How long: 30m, 1h, 7d.", metavar="TIME")] = "1h",
) -> None:
    """Make a link that shows a photo for some time to whoever has the link. Postgres notes who made it."""
    settings = configured()
    expires_s = int(time.time()) + _seconds(for_)
    found = sign(settings.intake.public_url, photo, expires_s, secrets_of(settings))
    if found is None:
        raise CommandError(
            f"{photo!r} is neither an address below {settings.intake.public_url}/photos/ nor a SHA-256",
            CONFIGURATION,
        )
    sha256 = sha256_of(settings.intake.public_url, found)
    ask(settings, lambda pool: note(pool, "photo link", [sha256 or photo], {"expires_s": expires_s}))
    print_line(found)


def _seconds(text: str) -> int:
    found = _TIME.fullmatch(text)
    if found is None:
        raise CommandError(f"--for: {text!r} is not like 30m, 1h or 7d", CONFIGURATION)
    return int(found[1]) * _TIMES[found[2]]


_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (add, "add perbaikan.jpg --json"),
    (link, "link https://lapor.example/photos/5f...5f.jpg --for 1h"),
)
