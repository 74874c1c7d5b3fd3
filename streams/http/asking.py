"""Postgres, asked while a caller waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from asyncpg import CharacterNotInRepertoireError

from streams.connections import AWAY
from streams.http.faults import Fault, later
from streams.logs import logger
from streams.logs.error_words import words

log = logger(__name__)


@contextmanager
def asking() -> Iterator[None]:
    """Raises a `Fault` of 503 where Postgres is away; a question that is wrong itself stays an error.

    Of 404 where the address holds a NUL: no text in Postgres has one, so there is nothing by that name.
    """
    try:
        yield
    except CharacterNotInRepertoireError as error:
        raise Fault(404, "not_found", what="NUL") from error
    except AWAY as error:
        log.warning("Postgres could not be asked", error=words(error))
        raise later(503, "not_now") from error
