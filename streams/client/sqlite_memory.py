"""The memory that needs nothing: a file."""

import sqlite3
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.client.errors import InUse
from streams.client.memory import Done

KEPT_S = 400 * 86_400.0
"""What was not heard of for so long is forgotten, so that the file does not grow for ever."""

_SCHEMA = """
create table if not exists place (
    cluster text, topic text, partition integer, next_offset integer not null,
    primary key (cluster, topic, partition)
) without rowid;
create table if not exists seen (
    topic text, subject text, version integer not null, at real not null, primary key (topic, subject)
) without rowid;
create index if not exists seen_at on seen (at);
"""


class SqliteMemory:
    """A file of SQLite, held by this process alone until the block ends; then it is free again.

    Rows that your code writes through `connection` while it deals with a message are in the same transaction:
    leave beginning and committing to the memory. A call holds the event loop as long as the disk takes.
    """

    connection: sqlite3.Connection

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)

    async def __aenter__(self) -> Self:
        """Open it, and make it if it is not there. Raises `InUse`."""
        self.connection = sqlite3.connect(self._path, isolation_level=None, timeout=0)
        try:
            # SQLite's own lock: taken by the first transaction, kept until the connection closes.
            self.connection.execute("pragma locking_mode = exclusive")
            self.connection.execute("begin exclusive")
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self.connection.execute(statement)
            self.connection.execute("delete from seen where at < ?", (time.time() - KEPT_S,))
            self.connection.execute("commit")
        except sqlite3.OperationalError as error:
            self.connection.close()
            if error.sqlite_errorname.startswith("SQLITE_BUSY"):
                raise InUse(f"another process reads with {self._path}") from error
            raise
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        self.connection.close()

    async def places(self, cluster: str, topic: str) -> Mapping[int, int]:
        """See `Memory`."""
        found = self.connection.execute(
            "select partition, next_offset from place where cluster = ? and topic = ?", (cluster, topic)
        )
        return dict(found.fetchall())

    async def version(self, topic: str, subject: str) -> int:
        """See `Memory`."""
        found = self.connection.execute(
            "select version from seen where topic = ? and subject = ?", (topic, subject)
        ).fetchone()
        return int(found[0]) if found else 0

    @asynccontextmanager
    async def handling(self, done: Done) -> AsyncIterator[None]:
        """See `Memory`."""
        self.connection.execute("begin immediate")
        try:
            yield
            self._write(done)
            self.connection.execute("commit")
        except BaseException:
            if self.connection.in_transaction:  # Not any more where SQLite itself gave up.
                self.connection.execute("rollback")
            raise

    def _write(self, done: Done) -> None:
        place = done.place
        self.connection.execute(
            "insert or replace into place values (?, ?, ?, ?)",
            (place.cluster, place.topic, place.partition, place.next_offset),
        )
        self.connection.execute(
            "insert or replace into seen values (?, ?, ?, ?)",
            (place.topic, done.subject, done.version, time.time()),
        )
