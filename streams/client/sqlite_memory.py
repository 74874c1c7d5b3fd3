"""The memory that needs nothing: a file."""

import sqlite3
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self

from streams.client.errors import InUse, MemoryFailed, NotOpen
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
    leave beginning and committing to the memory. A call holds the event loop as long as the disk takes. What
    SQLite raises for the memory's own sake is a `MemoryFailed`; what your own statements raise is as it is.
    """

    def __init__(self, path: Path | str) -> None:
        self._path = Path(path)
        self._opened: sqlite3.Connection | None = None
        self._inode: int | None = None

    @property
    def connection(self) -> sqlite3.Connection:
        """For tables of your own in the same file. Raises `NotOpen` outside of the block."""
        if self._opened is None:
            raise NotOpen(f"use the memory {self._path} inside of `async with`")
        return self._opened

    async def __aenter__(self) -> Self:
        """Open it, and make it if it is not there. Raises `InUse`, `MemoryFailed`."""
        with self._named():
            connection = sqlite3.connect(self._path, isolation_level=None, timeout=0)
        try:
            with self._named():
                _prepare(connection)
        except BaseException:
            connection.close()
            raise
        self._opened, self._inode = connection, _inode(self._path)
        return self

    async def __aexit__(
        self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """Let go of it."""
        self.connection.close()
        self._opened = None

    async def places(self, cluster: str, topic: str) -> Mapping[int, int]:
        """See `Memory`."""
        with self._named():
            found = self.connection.execute(
                "select partition, next_offset from place where cluster = ? and topic = ?", (cluster, topic)
            )
            return dict(found.fetchall())

    async def version(self, topic: str, subject: str) -> int:
        """See `Memory`."""
        with self._named():
            found = self.connection.execute(
                "select version from seen where topic = ? and subject = ?", (topic, subject)
            ).fetchone()
        return int(found[0]) if found else 0

    @asynccontextmanager
    async def handling(self, done: Done) -> AsyncIterator[None]:
        """See `Memory`."""
        with self._named():
            self.connection.execute("begin immediate")
        try:
            yield
            with self._named():
                self._write(done)
                self.connection.execute("commit")
        except BaseException:
            if self.connection.in_transaction:  # Not any more where SQLite itself gave up.
                self.connection.execute("rollback")
            raise

    def _write(self, done: Done) -> None:
        if _inode(self._path) != self._inode:
            raise MemoryFailed(f"{self._path} was deleted or replaced while it was in use")
        place = done.place
        self.connection.execute(
            "insert or replace into place values (?, ?, ?, ?)",
            (place.cluster, place.topic, place.partition, place.next_offset),
        )
        self.connection.execute(
            "insert or replace into seen values (?, ?, ?, ?)",
            (place.topic, done.subject, done.version, time.time()),
        )

    @contextmanager
    def _named(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            if getattr(error, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
                raise InUse(f"another process reads with {self._path}") from error
            raise MemoryFailed(f"the memory {self._path}: {error}") from error


def _prepare(connection: sqlite3.Connection) -> None:
    # SQLite's own lock: taken by the first transaction, kept until the connection closes.
    connection.execute("pragma locking_mode = exclusive")
    connection.execute("begin exclusive")
    for statement in filter(str.strip, _SCHEMA.split(";")):
        connection.execute(statement)
    connection.execute("delete from seen where at < ?", (time.time() - KEPT_S,))
    connection.execute("commit")


def _inode(path: Path) -> int | None:
    """Which file it is: SQLite goes on writing to one that was deleted."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return None
