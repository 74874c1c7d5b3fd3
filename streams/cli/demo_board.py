"""The board of the demo: somewhere on this machine, with an account for each role."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from string import ascii_lowercase

from sinks.board_accounts import Accounts, Role
from sinks.sql import Pool
from streams.ports import is_free
from streams.settings import Settings
from streams.stack.crew import board_address, serves_board

GROUPS, LETTERS = 4, 4
"""Of the password, which is made anew each time: who types it reads it from the screen."""


@dataclass(frozen=True, slots=True)
class Doors:
    """Logins by role, and the password of all of them."""

    logins: Mapping[Role, str]
    password: str

    def lines(self, settings: Settings) -> Sequence[str]:
        """What a newcomer needs to get in."""
        names = ", ".join(
            f"{login} (instansi)" if role == "agency" else login for role, login in self.logins.items()
        )
        return f"  papan     {board_address(settings)}", f"            nama: {names}; sandi: {self.password}"


def with_board(settings: Settings) -> Settings:
    """With a board at its usual port, or a free one; without, where what it needs is not installed."""
    board = settings.board
    if serves_board(settings) or find_spec("argon2") is None:
        return settings
    port = board.port if is_free(board.host, board.port) else 0
    return settings.model_copy(update={"board": board.model_copy(update={"port": port})})


async def open_doors(pool: Pool, agency: str | None) -> Doors:
    """Make the accounts; that of an agency where there is one."""
    from streams.board.access.passwords import hash_of_password  # noqa: PLC0415  (an extra)

    groups = ("".join(secrets.choice(ascii_lowercase) for _ in range(LETTERS)) for _ in range(GROUPS))
    password = "-".join(groups)
    own: dict[Role, str] = {"agency": agency} if agency else {}
    logins: dict[Role, str] = {"operator": "operator", **own, "council": "dewan", "admin": "admin"}
    accounts, hashed = Accounts(pool), hash_of_password(password)
    for role, login in logins.items():
        await accounts.add(login, role, agency if role == "agency" else None, hashed)
    return Doors(logins, password)
