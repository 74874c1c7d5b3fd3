"""The command line: one file a command."""

import logging
from collections.abc import Callable
from typing import TypeAlias

import typer

from streams.cli.account import make_account
from streams.cli.acl import acl
from streams.cli.agency import make_agency
from streams.cli.audit import make_audit
from streams.cli.board import board
from streams.cli.check import check
from streams.cli.correct import make_correct, undo
from streams.cli.council import make_council
from streams.cli.demo import demo
from streams.cli.doctor import doctor
from streams.cli.errors import told
from streams.cli.evaluate import make_evaluate
from streams.cli.explain import explain
from streams.cli.export import export
from streams.cli.forget import forget
from streams.cli.import_batch import import_
from streams.cli.intake import intake
from streams.cli.key import make_key
from streams.cli.migrate import migrate
from streams.cli.photo import make_photo
from streams.cli.replay import replay
from streams.cli.reply import reply
from streams.cli.report import report
from streams.cli.retain import retain
from streams.cli.rewind import rewind
from streams.cli.schemas import schemas
from streams.cli.simulate import simulate
from streams.cli.status import status
from streams.cli.top import top
from streams.cli.topics import topics
from streams.cli.train import make_train
from streams.cli.up import up
from streams.cli.webhook import make_webhook
from streams.cli.whatif import whatif
from streams.cli.worker import worker
from streams.logs import configured
from streams.settings import LogSettings

Command: TypeAlias = Callable[..., None]


def main() -> None:
    """The console script `sinergi`."""
    with configured("sinergi", LogSettings(format="text", level="warning")):
        # aiokafka logs what commands tell in their own words; those that go on set their own levels.
        logging.getLogger("aiokafka").setLevel(logging.CRITICAL)
        make_cli()()


def make_cli() -> typer.Typer:
    """All commands, each with an example of its use."""
    cli = typer.Typer(
        name="sinergi",
        help="Citizens' reports in, incidents out: for Kota Bekasi, on Kafka and PostgreSQL.",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        add_completion=False,
        rich_markup_mode="markdown",
    )
    for command, example in _COMMANDS:
        # `import` is a word of Python, so its function has an underscore more.
        cli.command(command.__name__.rstrip("_"), epilog=f"Example: {example}")(told(command))
    cli.add_typer(make_account(), name="account")
    cli.add_typer(make_agency(), name="agency")
    cli.add_typer(make_audit(), name="audit")
    cli.add_typer(make_correct(), name="correct")
    cli.add_typer(make_council(), name="council")
    cli.add_typer(make_key(), name="key")
    cli.add_typer(make_photo(), name="photo")
    cli.add_typer(make_train(), name="train")
    cli.add_typer(make_evaluate(), name="evaluate")
    cli.add_typer(make_webhook(), name="webhook")
    return cli


_COMMANDS: tuple[tuple[Command, str], ...] = (
    (up, "sinergi up --embedded"),
    (demo, "sinergi demo --once --json"),
    (worker, "sinergi worker triage"),
    (intake, "SINERGI_INTAKE_PORT=8311 sinergi intake"),
    (board, "SINERGI_BOARD_PORT=8312 sinergi board"),
    (replay, "sinergi replay banjir.csv --channel sorot --map waktu=reported_at --speed 60x"),
    (import_, "sinergi import november.xlsx --channel callcenter --mapping callcenter.toml --dry-run"),
    (simulate, "sinergi simulate --reports 100000 --seed 7 --days 14 --write kota.csv"),
    (
        report,
        "sinergi report --channel sorot --text 'Pohon tumbang menutup jalan' --lat -6.2383 --lon 106.9756",
    ),
    (status, "sinergi status sorot:cli-1f0c2a9b3d4e"),
    (reply, "sinergi reply sorot:cli-1f0c2a9b3d4e yes"),
    (explain, "sinergi explain sorot:cli-1f0c2a9b3d4e"),
    (undo, "sinergi undo cli-1f0c2a9b3d4e"),
    (forget, "sinergi forget - --dry-run"),
    (export, "sinergi export - --to hers"),
    (retain, "sinergi retain --dry-run"),
    (whatif, "sinergi whatif --since 30d --catalog candidate --json"),
    (check, "sinergi check --offline"),
    (doctor, "sinergi doctor --seconds 15"),
    (top, "sinergi top --once --json"),
    (migrate, "sinergi migrate"),
    (rewind, "sinergi rewind --json"),
    (acl, "sinergi acl --apply --prune"),
    (topics, "SINERGI_KAFKA_PARTITIONS=24 sinergi topics"),
    (schemas, "sinergi schemas --write schemas/json"),
)
