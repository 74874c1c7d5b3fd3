"""`sinergi webhook`: where agencies without Kafka hear their dispatches, and what failed there."""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, TypeAlias

import typer

from schemas.catalog import load
from sinks.webhooks.addresses import url_refusal
from sinks.webhooks.deliveries import Deliveries
from sinks.webhooks.destinations import Destinations
from sinks.webhooks.signing import new_secret
from sinks.webhooks.work import is_at_work
from streams.cli.ask import ask
from streams.cli.chosen import agency_in
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_error, print_json, print_line, screen
from streams.cli.ping import ping
from streams.cli.webhook_tables import destination_rows, destination_table, failed_table
from streams.settings import Settings

Agency: TypeAlias = Annotated[str, typer.Argument(help="Id of the agency.", metavar="AGENCY")]
Url: TypeAlias = Annotated[
    str,
    typer.Argument(help="Its address, https://...; - reads it from stdin, unseen by `ps`.", metavar="URL"),
]

NO_WORKER = "no webhook worker is at work; start one: sinergi worker webhooks"


def make_webhook() -> typer.Typer:
    """All about webhooks, each with an example of its use."""
    app = typer.Typer(help="Dispatches over HTTP, for agencies without Kafka.", no_args_is_help=True)
    for name, command, example in _COMMANDS:
        app.command(name, epilog=f"Example: sinergi webhook {example}")(told(command))
    return app


def add(
    agency: Agency,
    url: Url,
    *,
    from_beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Deliver all that Kafka holds too, not only what comes.")
    ] = False,
    json: Json = False,
) -> None:
    """Deliver an agency's dispatches to this address. The secret that signs them is shown once, now."""
    settings = configured()
    agency_in(load(settings.catalog), agency)
    url = _checked(url, settings)
    secret = new_secret()
    if not ask(
        settings, lambda pool: Destinations(pool).add(agency, url, secret, from_beginning=from_beginning)
    ):
        raise CommandError(f"{agency} has a webhook; `sinergi webhook enable {agency} --url URL` moves it")
    _show_secret(agency, secret, json=json)
    _warn(settings)


def show(*, json: Json = False) -> None:
    """Show every webhook, what waits for it and what failed."""
    settings = configured()
    found = ask(settings, lambda pool: Destinations(pool).all())
    if json:
        print_json({"webhooks": destination_rows(found)})
    else:
        screen().print(destination_table(found))
    if found:
        _warn(settings)


def remove(agency: Agency) -> None:
    """Take an agency's webhook away, with what waits for it and what failed."""
    if not ask(configured(), lambda pool: Destinations(pool).remove(agency)):
        raise _none(agency)
    print_line(f"removed: webhook of {agency}")


def rotate(
    agency: Agency,
    *,
    overlap_h: Annotated[
        float, typer.Option(min=0, max=720, help="So long the present secret signs beside the new one.")
    ] = 24.0,
    json: Json = False,
) -> None:
    """Make a new secret. The present one signs too for a time; one before it does not any more."""
    secret = new_secret()

    def show(until: datetime) -> None:
        _show_secret(agency, secret, json=json, old_until=until.isoformat(timespec="seconds"))
        sys.stdout.flush()

    if not ask(configured(), lambda pool: Destinations(pool).rotate(agency, secret, overlap_h * 3_600, show)):
        raise _none(agency)


def enable(
    agency: Agency,
    *,
    url: Annotated[
        str | None, typer.Option(help="Another address than before; - reads it.", metavar="URL")
    ] = None,
) -> None:
    """Deliver again after a 410 or a loss, or at another address; what waits is tried at once."""
    settings = configured()
    if url is not None:
        url = _checked(url, settings)
    if not ask(settings, lambda pool: Destinations(pool).enable(agency, url)):
        raise _none(agency)
    print_line(f"enabled: webhook of {agency}")


def failed(
    *,
    agency: Annotated[str | None, typer.Option(help="Of this agency alone.", metavar="AGENCY")] = None,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="So many, the oldest.")] = 100,
    json: Json = False,
) -> None:
    """Show what was given up, and why."""
    settings = configured()
    _known(settings, agency)
    found = ask(settings, lambda pool: Deliveries(pool).failed(agency, most))
    if json:
        print_json({"failed": [{**asdict(one), "at": one.at.isoformat()} for one in found]})
    else:
        screen().print(failed_table(found))


def resend(
    id: Annotated[
        str | None, typer.Argument(help="Id of a dispatch that `failed` shows.", metavar="ID")
    ] = None,
    *,
    agency: Annotated[str | None, typer.Option(help="All of this agency.", metavar="AGENCY")] = None,
    json: Json = False,
) -> None:
    """Deliver what was given up after all, with the same ids, before what waits of the same incidents."""
    if (id is None) == (agency is None):
        raise CommandError("either the ID of a dispatch or --agency", CONFIGURATION)
    settings = configured()
    _known(settings, agency)
    resent = ask(settings, lambda pool: Deliveries(pool).resend(id, agency))
    if json:
        print_json({"resent": resent})
    else:
        print_line(f"resent: {resent}")
    if not resent:
        raise typer.Exit(FAILURE)
    _warn(settings)


def send_ping(agency: Agency, *, json: Json = False) -> None:
    """Send a ping to an agency's webhook from here, and tell what the receiver said."""
    settings = configured()
    found = ask(settings, lambda pool: Destinations(pool).all())
    destination = next((one for one in found if one.agency == agency), None)
    if destination is None:
        raise _none(agency)
    answer = asyncio.run(ping(destination, settings.webhooks))
    if json:
        print_json({"agency": agency, "ok": answer.ok, "status": answer.status, "reason": answer.reason})
    elif answer.ok:
        print_line(f"delivered: ping to {agency}, status {answer.status}")
    else:
        print_error(f"the ping to {agency} failed: {answer.reason}")
    if not answer.ok:
        raise typer.Exit(FAILURE)


def _checked(given: str, settings: Settings) -> str:
    """The address; one with a token in it is better read than given."""
    url = sys.stdin.readline().strip() if given == "-" else given
    if reason := url_refusal(url, private=settings.webhooks.private_destinations):
        raise CommandError(f"URL: {reason}", CONFIGURATION)
    return url


def _show_secret(agency: str, secret: str, *, json: bool, **more: str) -> None:
    if json:
        print_json({"agency": agency, "secret": secret, **more})
        return
    print_line(f"secret for {agency}, shown this once: {secret}")
    for name, text in more.items():
        print_line(f"{name.replace('_', ' ')}: {text}")


def _warn(settings: Settings) -> None:
    if not ask(settings, is_at_work):
        print_error(NO_WORKER)


def _known(settings: Settings, agency: str | None) -> None:
    """Raises `CommandError` where nothing is found because the agency is written wrong."""
    found = ask(settings, lambda pool: Destinations(pool).all()) if agency else []
    if agency and agency not in {one.agency for one in found}:
        raise _none(agency)


def _none(agency: str) -> CommandError:
    return CommandError(f"{agency} has no webhook")


_COMMANDS: tuple[tuple[str, Callable[..., None], str], ...] = (
    ("add", add, "add dishub https://dishub.example/dispatches"),
    ("list", show, "list --json"),
    ("remove", remove, "remove dishub"),
    ("rotate", rotate, "rotate dishub --overlap-h 48"),
    ("enable", enable, "enable dishub --url https://dishub.example/new"),
    ("failed", failed, "failed --agency dishub"),
    ("resend", resend, "resend --agency dishub"),
    ("test", send_ping, "test dishub"),
)
