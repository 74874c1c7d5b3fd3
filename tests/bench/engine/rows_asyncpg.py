"""Rows into Postgres by asyncpg."""

from collections.abc import Sequence
from typing import Self

import asyncpg


class Rows:
    """One connection; every `write` is a COPY in a transaction of its own."""

    def __init__(self, connection: asyncpg.Connection, table: str) -> None:
        self._connection = connection
        self._table = table

    @classmethod
    async def connect(cls, url: str, table: str) -> Self:
        return cls(await asyncpg.connect(url), table)

    async def write(self, lines: Sequence[str]) -> None:
        """Returns once they are committed."""
        # A view: bytes would be taken for a path, and a file is read in another thread.
        await self._connection.copy_to_table(self._table, source=memoryview("".join(lines).encode()))
