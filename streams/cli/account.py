"""`sinergi account`: who may sign in to the board."""

import sys
from collections.abc import Iterable
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from schemas.catalog import load
from sinks.board_accounts import Account, Accounts, Role, login_of
from sinks.board_invitations import Invitations
from streams.cli.ask import ask
from streams.cli.chosen import agency_in
from streams.cli.configured import configured
from streams.cli.errors import CONFIGURATION, CommandError, told
from streams.cli.options import Json
from streams.cli.output import print_json, print_line, printable, screen
from streams.cli.tables import empty_table
from streams.settings import Settings

Login = Annotated[str, typer.Argument(help="What is typed to sign in.", metavar="LOGIN")]
TheRole = Annotated[Role, typer.Option("--role", help="What its holder may do.")]
TheAgency = Annotated[
    str | None, typer.Option("--agency", help="Of whom it sees the incidents; for role agency.")
]


def make_account() -> typer.Typer:
    """All that can be done with accounts, each with an example of its use."""
    app = typer.Typer(help="Accounts with which people sign in to the board.", no_args_is_help=True)
    for name, command, example in _COMMANDS:
        app.command(name, epilog=f"Example: sinergi account {example}")(told(command))
    return app


def add(login: Login, *, role: TheRole, agency: TheAgency = None) -> None:
    """Make an account and print its id. The password is asked for.

    Where stdin is no terminal, the password is its first line.
    """
    settings = configured()
    chosen = _agency(settings, role, agency)
    name, hash = _login(login), _hash_of(_password())
    id = ask(settings, lambda pool: Accounts(pool).add(name, role, chosen, hash))
    if id is None:
        raise CommandError(f"there is an account {name!r}; sinergi account list shows it")
    print_line(id)


def show(*, json: Json = False) -> None:
    """List the accounts, those that were disabled too."""
    accounts = ask(configured(), lambda pool: Accounts(pool).all())
    if json:
        print_json({"accounts": [_shown(account) for account in accounts]})
    else:
        screen().print(_table(accounts))


def password(login: Login) -> None:
    """Give an account another password. Whoever is signed in to it no longer is."""
    settings, hash = configured(), _hash_of(_password())
    if not ask(settings, lambda pool: Accounts(pool).set_password(_login(login), hash)):
        raise _unknown(login)


def role(login: Login, *, role: TheRole, agency: TheAgency = None) -> None:
    """Let an account do something else. Whoever is signed in to it must do so again."""
    settings = configured()
    chosen = _agency(settings, role, agency)
    if not ask(settings, lambda pool: Accounts(pool).set_role(_login(login), role, chosen)):
        raise _unknown(login)


def invite(login: Login) -> None:
    """Print a link with which an account's holder chooses a password, once, within three days."""
    settings = configured()
    token = ask(settings, lambda pool: Invitations(pool).make(_login(login)))
    if token is None:
        raise _unknown(login)
    print_line(f"{settings.board.public_url}/invitation/{token}")


def sign_out(login: Login) -> None:
    """End all sessions of an account: whoever is signed in to it must do so again."""
    if not ask(configured(), lambda pool: Accounts(pool).end_sessions(_login(login))):
        raise _unknown(login)


def disable(login: Login) -> None:
    """Let an account open nothing any more, within seconds."""
    if not ask(configured(), lambda pool: Accounts(pool).disable(_login(login))):
        raise _unknown(login)


def enable(login: Login) -> None:
    """Let an account that was disabled open again, by the password that it had."""
    if not ask(configured(), lambda pool: Accounts(pool).enable(_login(login))):
        raise _unknown(login)


def _unknown(login: str) -> CommandError:
    return CommandError(f"no account {login!r}, or none of ours; sinergi account list shows them")


def _login(typed: str) -> str:
    try:
        return login_of(typed)
    except ValueError as wrong:
        raise CommandError(f"LOGIN: {wrong}", CONFIGURATION) from wrong


def _agency(settings: Settings, role: Role, agency: str | None) -> str | None:
    if (role == "agency") != (agency is not None):
        raise CommandError("--agency belongs to --role agency, and only there", CONFIGURATION)
    return agency_in(load(settings.catalog), agency) if agency else None


def _password() -> str:
    if sys.stdin.isatty():
        asked: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
        return asked
    return sys.stdin.readline().rstrip("\r\n")


def _hash_of(password: str) -> str:
    try:
        from streams.board.access.passwords import hash_of_password  # noqa: PLC0415  (an extra)
    except ImportError as error:
        raise CommandError(f"the board is missing ({error}): pip install 'sinergi[board]'") from error
    try:
        return hash_of_password(password)
    except ValueError as wrong:
        raise CommandError(f"the password {wrong}", CONFIGURATION) from wrong


def _table(accounts: Iterable[Account]) -> Table:
    table = empty_table("Akun papan", "~Nama", "Peran", "Instansi", "ID", "Dibuat", "Ditutup")
    for one in accounts:
        made, closed = f"{one.made_at:%Y-%m-%d}", f"{one.disabled_at:%Y-%m-%d}" if one.disabled_at else ""
        table.add_row(Text(printable(one.login)), one.role, one.agency or "", one.id, made, closed)
    return table


def _shown(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "login": account.login,
        "role": account.role,
        "agency": account.agency,
        "made_at": account.made_at.isoformat(),
        "disabled_at": account.disabled_at and account.disabled_at.isoformat(),
    }


_COMMANDS = (
    ("add", add, "add ani --role operator"),
    ("list", show, "list"),
    ("password", password, "password ani"),
    ("role", role, "role dina --role agency --agency dishub"),
    ("invite", invite, "invite ani"),
    ("sign-out", sign_out, "sign-out ani"),
    ("disable", disable, "disable ani"),
    ("enable", enable, "enable ani"),
)
