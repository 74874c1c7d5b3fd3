"""`sinergi key`: who may speak over HTTP."""

from collections.abc import Iterable
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from schemas.catalog import load
from sinks.api_keys import PER_MINUTE, ApiKey, ApiKeys
from streams.cli.ask import ask
from streams.cli.chosen import channel_in
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_json, print_line, printable, screen
from streams.cli.tables import empty_table


def make_key() -> typer.Typer:
    """All that can be done with keys, each with an example of its use."""
    app = typer.Typer(
        help="Keys with which adapters and apps speak over HTTP (`sinergi intake`).", no_args_is_help=True
    )
    for name, command, example in _COMMANDS:
        app.command(name, epilog=f"Example: sinergi key {example}")(told(command))
    return app


def add(
    channel: Annotated[
        str, typer.Argument(help="The channel that its holder speaks for.", metavar="CHANNEL")
    ],
    *,
    name: Annotated[str, typer.Option(help="Who holds it: an app, an adapter.")],
    per_minute: Annotated[int, typer.Option(min=1, help="So many requests a minute.")] = PER_MINUTE,
    json: Json = False,
) -> None:
    """Make a key and print it. Nobody can read it again: only its hash is kept."""
    settings = configured()
    channel = channel_in(load(settings.catalog), channel)
    if not name.isprintable():
        raise CommandError("--name: must be printable, on one line", CONFIGURATION)
    key = ask(settings, lambda pool: ApiKeys(pool).add(channel, name, per_minute))
    if json:
        print_json({"id": key.partition(".")[0], "key": key})
    else:
        print_line(key)


def show(*, json: Json = False) -> None:
    """List the keys, those that were revoked too."""
    keys = ask(configured(), lambda pool: ApiKeys(pool).all())
    if json:
        print_json({"keys": [_shown(key) for key in keys]})
    else:
        screen().print(_table(keys))


def revoke(id: Annotated[str, typer.Argument(help="The part before the point.", metavar="ID")]) -> None:
    """Let a key open nothing any more, within seconds."""
    if not ask(configured(), lambda pool: ApiKeys(pool).revoke(id.partition(".")[0])):
        raise CommandError(f"no key {id!r}; sinergi key list shows them")


def _table(keys: Iterable[ApiKey]) -> Table:
    table = empty_table("Kunci API", "ID", "Kanal", "~Pemegang", "#Per menit", "Dibuat", "Dicabut")
    for key in keys:
        made, revoked = f"{key.made_at:%Y-%m-%d}", f"{key.revoked_at:%Y-%m-%d}" if key.revoked_at else ""
        table.add_row(key.id, key.channel, Text(printable(key.name)), str(key.per_minute), made, revoked)
    return table


def _shown(key: ApiKey) -> dict[str, object]:
    return {
        "id": key.id,
        "channel": key.channel,
        "name": key.name,
        "per_minute": key.per_minute,
        "made_at": key.made_at.isoformat(),
        "revoked_at": key.revoked_at and key.revoked_at.isoformat(),
    }


_COMMANDS = (
    ("add", add, "add sorot --name 'aplikasi Sorot' --per-minute 600"),
    ("list", show, "list"),
    ("revoke", revoke, "revoke sorot-1f0c2a9b"),
)
