"""The command line: one file a command."""

import gc
import logging
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import typer

from streams import logs
from streams.cli.errors import told
from streams.settings import LogSettings


def main() -> None:
    """The console script `sinergi`."""
    with logs.configured("sinergi", LogSettings(format="text", level="warning")):
        # aiokafka logs what commands tell in their own words; those that go on set their own levels.
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
        with _no_garbage():
            cli = make_cli(*sys.argv[1:2])
        cli()


def make_cli(asked: str | None = None) -> typer.Typer:
    """All commands, each with an example of its use, or that alone which is asked for.

    To import them all takes as long again as one. Where none is called so, all are made, since the error
    names those that are alike.
    """
    cli = typer.Typer(
        name="sinergi",
        help="Citizens' reports in, incidents out: for Kota Bekasi, on Kafka and PostgreSQL.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode="markdown",
    )
    cli.callback()(_nothing)
    alone = asked in {*_COMMANDS, *_GROUPS}
    for name, example in _COMMANDS.items():
        if not alone or name == asked:
            place = _ELSEWHERE.get(name, f"{name}:{name}")
            cli.command(name, epilog=f"Example: {example}")(told(_found(place)))
    for name in _GROUPS:
        if not alone or name == asked:
            cli.add_typer(_found(f"{name}:make_{name}")(), name=name)
    return cli


def _nothing() -> None:
    """A callback: without one Typer takes a command that is alone without its name."""


def _found(place: str) -> Callable[..., Any]:
    file, _, function = place.partition(":")
    found: Callable[..., Any] = getattr(import_module(f"{__name__}.{file}"), function)
    return found


@contextmanager
def _no_garbage() -> Iterator[None]:
    """What is imported stays: to look for garbage in it again and again is a fifth of what a start takes."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


_COMMANDS: Mapping[str, str] = {
    "up": "sinergi up --embedded",
    "demo": "sinergi demo --once --json",
    "worker": "sinergi worker triage",
    "intake": "SINERGI_INTAKE_PORT=8311 sinergi intake",
    "board": "SINERGI_BOARD_PORT=8312 sinergi board",
    "replay": "sinergi replay banjir.csv --channel sorot --map waktu=reported_at --speed 60x",
    "import": "sinergi import november.xlsx --channel callcenter --mapping callcenter.toml --dry-run",
    "simulate": "sinergi simulate --reports 100000 --seed 7 --days 14 --write kota.csv",
    "report": "sinergi report --channel sorot --text 'Pohon tumbang di jalan' --lat -6.2383 --lon 106.9756",
    "status": "sinergi status sorot:cli-1f0c2a9b3d4e",
    "reply": "sinergi reply sorot:cli-1f0c2a9b3d4e yes",
    "explain": "sinergi explain sorot:cli-1f0c2a9b3d4e",
    "undo": "sinergi undo cli-1f0c2a9b3d4e",
    "forget": "sinergi forget - --dry-run",
    "export": "sinergi export - --to hers",
    "retain": "sinergi retain --dry-run",
    "whatif": "sinergi whatif --since 30d --catalog candidate --json",
    "check": "sinergi check --offline",
    "doctor": "sinergi doctor --seconds 15",
    "top": "sinergi top --once --json",
    "migrate": "sinergi migrate",
    "rewind": "sinergi rewind --json",
    "acl": "sinergi acl --apply --prune",
    "topics": "SINERGI_KAFKA_PARTITIONS=24 sinergi topics",
    "schemas": "sinergi schemas --write schemas/json",
}
"""By name an example. Its function has the same name, in a file of the same name."""

_ELSEWHERE: Mapping[str, str] = {"import": "import_batch:import_", "undo": "correct:undo"}
"""But for these: file and function."""

_GROUPS = ("account", "agency", "audit", "correct", "council", "key", "photo", "train", "evaluate", "webhook")
"""Commands of several words: a file each, that makes them."""
