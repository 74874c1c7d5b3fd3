"""What goes wrong because of the world or the user is told in lines; only our own faults show a traceback."""

import functools
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import asyncpg
import typer

from schemas.toml_source import Mistakes
from sinks.migrate import MigrationError
from sinks.personal import OtherwiseNamedError
from sinks.photo_store_error import PhotoStoreError
from streams.connections import NotReadyError, UnreachableError
from streams.replay.journal import BusyError
from streams.simulator.city.strange_catalog import StrangeCatalogError
from streams.stack import StackError
from streams.stack.advert import AlreadyRunningError
from streams.stack.supervise import GaveUpError

P = ParamSpec("P")
R = TypeVar("R")

CONFIGURATION = 2
"""Exit code for settings, catalog and usage; so does click for its own."""
FAILURE = 1
NOT_GRANTED = "this login of Postgres may not do that; deploy/README.md says which may"
INTERRUPTED = 130
"""Exit code of a shell's command that Ctrl-C ended."""


class CommandError(Exception):
    """The command cannot do what was asked, in words for a person."""

    def __init__(self, message: str, code: int = FAILURE) -> None:
        super().__init__(message)
        self.code = code


FAILURES = (
    AlreadyRunningError,
    BusyError,
    GaveUpError,
    MigrationError,
    NotReadyError,
    OtherwiseNamedError,
    PhotoStoreError,
    StackError,
    UnreachableError,
)


def told(command: Callable[P, R]) -> Callable[P, R]:
    """The command, with expected errors printed on stderr and turned into exit codes."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Mistakes as mistakes:
            sys.stderr.write(f"{mistakes}\n")
            code = CONFIGURATION
        except CommandError as error:
            sys.stderr.write(f"sinergi: {error}\n")
            code = error.code
        except StrangeCatalogError as error:
            sys.stderr.write(f"sinergi: {error}\n")
            code = CONFIGURATION
        except FAILURES as error:
            sys.stderr.write(f"sinergi: {error}\n")
            code = FAILURE
        except asyncpg.InsufficientPrivilegeError as error:
            sys.stderr.write(f"sinergi: {error}: {NOT_GRANTED}\n")
            code = FAILURE
        raise typer.Exit(code)

    return run
