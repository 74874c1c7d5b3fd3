"""Rows into Postgres by psycopg, for peers that know no event loop."""

from collections.abc import Sequence

import psycopg


class Rows:
    """One connection; every `write` is a COPY in a transaction of its own."""

    def __init__(self, url: str, table: str) -> None:
        self._connection = psycopg.connect(url, autocommit=True)
        self._copy = f"copy {table} from stdin"

    def write(self, lines: Sequence[str]) -> None:
        """Returns once they are committed."""
        with self._connection.cursor() as cursor, cursor.copy(self._copy) as copy:
            copy.write("".join(lines))
