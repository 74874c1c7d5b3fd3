"""`sinergi acl`: who may do what on Kafka."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from typing import Annotated, TypeAlias

import typer
from aiokafka.errors import KafkaError

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.toml_source import nearest
from sinks.acls import Acl, Pattern, RightsError, acls, make, remove
from sinks.kafka_clients import admin_of
from streams.accounts import EVERYTHING, accounts, rights, stale
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, FAILURE, CommandError
from streams.cli.options import Json
from streams.cli.output import print_json, print_line, printable
from streams.connections import no_broker
from streams.settings import KafkaSettings

Rows: TypeAlias = Mapping[Acl, str]
"""Each right, and how it stands: needed (nobody looked), there, missing, made, stale, removed."""

Names = Annotated[
    list[str] | None,
    typer.Option("--account", help="Of this account only; may be repeated.", metavar="NAME"),
]
Apply = Annotated[bool, typer.Option("--apply", help="Make what is missing.")]
Prune = Annotated[bool, typer.Option("--prune", help="Remove what is stale.")]
Offline = Annotated[bool, typer.Option("--offline", help="Say what is needed, without asking Kafka.")]


def acl(
    *,
    account: Names = None,
    apply: Apply = False,
    prune: Prune = False,
    offline: Offline = False,
    json: Json = False,
) -> None:
    """Show the rights on Kafka that each process, adapter and agency needs, and which are there.

    They follow from the catalog. `sinergi` is one account for all processes of one machine, left out unless
    it is named by --account. Stale is what one of our accounts may do and needs no more; rights of other
    accounts are not looked at. Exit code 1 if some are missing at the end.
    """
    if offline and (apply or prune):
        raise CommandError("--offline changes nothing: leave out --apply and --prune", CONFIGURATION)
    settings = configured()
    catalog = load(settings.catalog)
    needed = _needed(catalog, settings.kafka.accounts, account or ())
    if offline:
        rows: Rows = dict.fromkeys(needed, "needed")
    else:
        rows = asyncio.run(_compared(settings.kafka, catalog, needed, account, apply=apply, prune=prune))
    _show(rows, json=json)
    if "missing" in rows.values():
        raise typer.Exit(FAILURE)


def _needed(catalog: Catalog, prefix: str, names: Collection[str]) -> frozenset[Acl]:
    known = {one.name: one for one in accounts(catalog)}
    if strange := [name for name in names if name not in known]:
        raise CommandError(f"no account {strange[0]!r}; {nearest(strange[0], known)}", CONFIGURATION)
    chosen = names or [name for name in known if name != EVERYTHING]
    return frozenset().union(*(rights(known[name], prefix) for name in chosen))


async def _compared(
    kafka: KafkaSettings,
    catalog: Catalog,
    needed: frozenset[Acl],
    names: Sequence[str] | None,
    *,
    apply: bool,
    prune: bool,
) -> Rows:
    try:
        async with admin_of(kafka) as admin:
            there = await acls(admin)
            missing, unneeded = needed - there, stale(there, kafka.accounts, catalog)
            if names:
                of_them = {f"{kafka.accounts}{name}" for name in names}
                unneeded = frozenset(one for one in unneeded if one.principal in of_them)
            if apply:
                await make(admin, missing)
            if prune:
                await remove(admin, unneeded)
    except RightsError as error:
        raise CommandError(str(error)) from error
    except (KafkaError, TimeoutError) as error:
        raise no_broker(kafka, error) from error
    return {
        **dict.fromkeys(needed & there, "there"),
        **dict.fromkeys(missing, "made" if apply else "missing"),
        **dict.fromkeys(unneeded, "removed" if prune else "stale"),
    }


def _show(rows: Rows, *, json: bool) -> None:
    if json:
        print_json([_row(one, rows[one]) for one in sorted(rows)])
        return
    for one in sorted(rows):
        name = f"{one.name}*" if one.pattern is Pattern.PREFIXED else one.name
        operation, kind = (value.name.lower() for value in (one.operation, one.resource))
        print_line(printable(f"{rows[one]:8}{one.principal:32} {operation:17}{kind:8}{name}"))


def _row(one: Acl, state: str) -> dict[str, str]:
    """As Kafka's own tools call it."""
    return {
        "principal": one.principal,
        "resource": one.resource.name.lower(),
        "pattern": one.pattern.name.lower(),
        "name": one.name,
        "operation": one.operation.name.lower(),
        "state": state,
    }
