"""`sinergi whatif`: recorded reports through other rules."""

import asyncio
import dataclasses
import time
from datetime import datetime
from pathlib import Path
from typing import Annotated

import asyncpg
import typer

from sinks.audit_log import note
from sinks.recorded import NotGrantedError, snapshot
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError
from streams.cli.output import print_error, print_json
from streams.cli.progress import bar, progress
from streams.cli.since import moment_since
from streams.cli.whatif_tables import show
from streams.connections import postgres
from streams.settings import PostgresSettings
from streams.whatif.replay import Replayed, Span, replay
from streams.whatif.rule_set import RuleSet, Source, load_both

_GRANT = (
    "trying rules reads what citizens said as they said it; whoever may grant that runs "
    "`grant sinergi_reader, sinergi_originals to <you>`"
)


def whatif(
    *,
    since: Annotated[
        str, typer.Option(help="Reports recorded since: 30d or 12h ago, or a date (midnight in the city).")
    ] = "30d",
    catalog: Annotated[
        Path | None, typer.Option(help="Folder of the catalog to try. [default: the one in force]")
    ] = None,
    weights: Annotated[
        Path | None, typer.Option(help="Folder of the weights to try. [default: those in force]")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Replay recorded reports through other rules and show what would change. Changes nothing.

    Both sides are decided anew, by the rules in force and by those to try, so that all differences come
    from the rules; corrections, and incidents closed meanwhile, are in neither. Needs the right to read
    what citizens said (role sinergi_originals, beside sinergi_reader), and is noted in the audit log.
    """
    if catalog is None and weights is None:
        raise CommandError("name what to try: --catalog FOLDER, --weights FOLDER, or both", CONFIGURATION)
    settings = configured()
    in_force = Source(settings.catalog, settings.weights)
    before, after = load_both(in_force, Source(catalog or in_force.catalog, weights or in_force.weights))
    replayed = asyncio.run(_replayed(settings.postgres, since, before, after))
    if replayed.change.reports == 0:
        print_error(f"no report was recorded since {replayed.span.since.isoformat()}")
    if json:
        print_json(_json(replayed))
    else:
        show(replayed, before.catalog, after.catalog)


async def _replayed(settings: PostgresSettings, since: str, before: RuleSet, after: RuleSet) -> Replayed:
    began = time.monotonic()
    async with postgres(settings, unchecked=True) as pool:
        try:
            async with snapshot(pool) as seen:
                moment = _moment(since, seen.taken_at, before)
                await note(pool, "whatif", (), {"since": moment.isoformat()})
                span = Span.of(moment, seen.taken_at, before, after)
                reports = await seen.count(span.warm_up_since, span.until)
                with progress() as shown:
                    change = await replay(seen, span, before, after, bar(shown, "reports", reports))
        except (NotGrantedError, asyncpg.InsufficientPrivilegeError) as error:
            raise CommandError(f"{error}: {_GRANT}") from error
        except (
            asyncpg.UndefinedTableError,
            asyncpg.UndefinedColumnError,
            asyncpg.UndefinedFunctionError,
        ) as error:
            raise CommandError(f"{error}; run `sinergi migrate`") from error
    return Replayed(span, change, reports, time.monotonic() - began)


def _moment(since: str, now: datetime, in_force: RuleSet) -> datetime:
    try:
        return moment_since(since, now, in_force.rules.catalog.city.zone)
    except ValueError as error:
        raise CommandError(f"--since: {error}", CONFIGURATION) from error


def _json(replayed: Replayed) -> dict[str, object]:
    span = replayed.span
    return {
        "since": span.since.isoformat(),
        "until": span.until.isoformat(),
        "warm_up_since": span.warm_up_since.isoformat(),
        **dataclasses.asdict(replayed.change),
        "read": replayed.read,
        "seconds": round(replayed.seconds, 3),
        "reports_per_second": replayed.reports_per_second,
    }
