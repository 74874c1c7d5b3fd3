"""`sinergi audit`: who saw or changed what, and whether somebody changed that."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Annotated, TypeAlias
from zoneinfo import ZoneInfo

import typer
from rich.table import Table
from rich.text import Text

from schemas.catalog import load
from sinks.audit_chain import EMPTY, Fault, Head, faults
from sinks.audit_log import AuditLog, Noted
from sinks.postgres import Pool
from streams.cli.ask import ask
from streams.cli.chosen import zone_of
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_error, print_json, print_line, printable, screen
from streams.cli.since import moment_since
from streams.cli.tables import empty_table
from streams.settings import Settings

Since: TypeAlias = Annotated[
    str | None, typer.Option(help="30d or 12h ago, or a date (midnight in the city).", metavar="TIME")
]

FAULTS_SHOWN = 20


def make_audit() -> typer.Typer:
    """Both commands, each with an example of its use."""
    app = typer.Typer(help="Who saw or changed what (`show`), and whether that is whole (`verify`).")
    for command, example in _COMMANDS:
        app.command(epilog=f"Example: sinergi audit {example}")(told(command))
    return app


def verify(
    *,
    since: Since = None,
    head: Annotated[
        str | None,
        typer.Option(
            help="What an earlier run printed, kept elsewhere: it must be there still.", metavar="N:HASH"
        ),
    ] = None,
    json: Json = False,
) -> None:
    """Compute the chain of hashes anew: whether a row was changed, removed, put in or moved."""
    settings = configured()
    kept = _head(head)
    moment = _moment(since, _zone(settings))
    found, reached, rows = ask(settings, lambda pool: _verified(pool, moment, kept))
    if json:
        wrong = [{"number": fault.number, "why": fault.why} for fault in found]
        print_json({"rows": rows, "head": str(reached), "whole": not found, "faults": wrong})
    else:
        for fault in found:
            print_error(f"row {fault.number} {fault.why}")
        print_line(f"{rows} rows looked at, {'something is wrong' if found else 'all whole'}; head {reached}")
    if found:
        raise typer.Exit(FAILURE)


def show(
    *,
    of: Annotated[
        str | None, typer.Option(help="Id of a report, incident, correction, key, ...", metavar="ID")
    ] = None,
    who: Annotated[
        str | None, typer.Option(help="A login, an account, or an operator.", metavar="WHO")
    ] = None,
    since: Since = None,
    most: Annotated[int, typer.Option(min=1, max=100_000, help="So many, the last ones.")] = 100,
    json: Json = False,
) -> None:
    """Show what was noted, the oldest first."""
    settings = configured()
    zone = _zone(settings)
    moment = _moment(since, zone)
    rows = ask(settings, lambda pool: AuditLog(pool).noted(of=of, who=who, since=moment, most=most))
    if json:
        print_json({"audit": [_shown(row) for row in rows]})
    else:
        screen().print(_table(rows, zone))


async def _verified(pool: Pool, since: datetime | None, kept: Head | None) -> tuple[list[Fault], Head, int]:
    log = AuditLog(pool)
    reached = await log.before(since)
    found: list[Fault] = []
    rows = 0
    async for page in log.pages(reached.number):
        found += list(faults(page, reached))[: FAULTS_SHOWN - len(found)]
        reached = Head(page[-1].number, page[-1].hash)
        rows += len(page)
    if reached == EMPTY:
        found.append(Fault(1, "is gone with all others: the migration that makes the log leaves one"))
    if kept and kept not in {EMPTY, await log.at(kept.number)}:
        found.append(Fault(kept.number, "is not what it was when its hash was kept, or is gone"))
    return found, reached, rows


def _head(text: str | None) -> Head | None:
    try:
        return Head.read(text) if text else None
    except ValueError as error:
        raise CommandError(
            "--head: write what `sinergi audit verify` printed, N:HASH", CONFIGURATION
        ) from error


def _zone(settings: Settings) -> ZoneInfo:
    return zone_of(load(settings.catalog), None)


def _moment(since: str | None, zone: ZoneInfo) -> datetime | None:
    try:
        return moment_since(since, datetime.now(UTC), zone) if since else None
    except ValueError as error:
        raise CommandError(f"--since: {error}", CONFIGURATION) from error


def _table(rows: list[Noted], zone: ZoneInfo) -> Table:
    table = empty_table("Catatan audit", "#No.", "Waktu", "~Siapa", "Apa", "~Tentang", "~Rincian")
    for row in rows:
        who = " / ".join(filter(None, (row.named, row.account, row.login)))
        told = ", ".join(f"{name} {value}" for name, value in row.details.items())
        at = f"{row.at.astimezone(zone):%Y-%m-%d %H:%M:%S}"
        texts = (Text(printable(text)) for text in (who, row.what, " ".join(row.of), told))
        table.add_row(str(row.number), at, *texts)
    return table


def _shown(row: Noted) -> dict[str, object]:
    return {
        "number": row.number,
        "at": row.at.isoformat(),
        "login": row.login,
        "account": row.account,
        "named": row.named,
        "what": row.what,
        "of": list(row.of),
        "details": dict(row.details),
    }


_COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (verify, "verify --head 1207:5f...5f"),
    (show, "show --of sorot:S-1207 --since 30d"),
)
