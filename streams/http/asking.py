"""Postgres, asked while a caller waits."""

from collections.abc import Iterator
from contextlib import contextmanager

from streams.connections import AWAY
from streams.error_words import words
from streams.http.faults import later
from streams.logs import logger

log = logger(__name__)


@contextmanager
def asking() -> Iterator[None]:
    """Raises a `Fault` of 503 where Postgres is away; a question that is wrong itself stays an error."""
    try:
        yield
    except AWAY as error:
        log.warning("Postgres could not be asked", error=words(error))
        raise later(503, "not_now") from error
