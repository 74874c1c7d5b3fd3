"""How a Postgres server and our tables in it are, for `sinergi doctor`. Nothing here writes."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import asyncpg

from sinks.migrate import Applied, applied_migrations
from sinks.sql import queries

ROLES = tuple(
    f"sinergi_{name}"
    for name in (
        "reader",
        "originals",
        "triage",
        "resolve",
        "webhooks",
        "watch",
        "intake",
        "operator",
        "personal",
        "board",
    )
)

_MISSING = (
    asyncpg.UndefinedTableError,
    asyncpg.UndefinedColumnError,
    asyncpg.InsufficientPrivilegeError,
    asyncpg.QueryCanceledError,
)
"""What is not there, not ours to see, or takes too long; the rest is judged without it."""


@dataclass(frozen=True, slots=True)
class Server:
    """The server. `oldest_transaction` is an age in transactions, of 2^31 that there can be."""

    version: int
    standby: bool
    read_only: bool
    autovacuum: bool
    connections: int
    connections_max: int
    oldest_transaction: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Session:
    """A connection with an open transaction; `state` is None if it is not ours to see."""

    pid: int
    application: str
    state: str | None
    transaction_s: float
    state_s: float | None


@dataclass(frozen=True, slots=True)
class Slot:
    """A replication slot, and how much log the server keeps for it."""

    name: str
    active: bool
    kept_bytes: int


@dataclass(frozen=True, slots=True)
class Standby:
    """A server that follows this one; None: it has nothing to catch up with."""

    name: str
    behind_s: float | None


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a table as the statistics have them."""

    live: int
    dead: int


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the outbox holds of one partition; `oldest` is the end of the oldest batch."""

    cluster: str
    topic: str
    partition: int
    waiting: int
    oldest: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Unaccounted:
    """Records of a channel's topic that the watch found to have become nothing."""

    cluster: str
    topic: str
    records: int


@dataclass(frozen=True, slots=True)
class Webhook:
    """A destination, without its address."""

    agency: str
    disabled_why: str | None
    waiting: int
    failed: int
    oldest_s: float


@dataclass(frozen=True, slots=True)
class Log:
    """The audit log: its last row, and how long ago `sinergi retain` ran, or the log began."""

    number: int
    retained_s: float


@dataclass(frozen=True, slots=True)
class Account:
    """As whom a process is connected: an owner may change the tables; `lacking`: what it may not and must."""

    process: str
    account: str
    superuser: bool
    owner: bool
    lacking: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """What changes from one moment to the next; `clusters` are those that something was taken in from."""

    clusters: frozenset[str]
    outbox: tuple[Waiting, ...]


@dataclass(frozen=True, slots=True)
class Database:
    """All of it. `ahead_s` is how far its clock is ahead of this machine's, `audited` are the clusters that
    the watch has looked at.

    `unread` is what could not be read and why. `applied` is None where nobody migrated it, `rows` of the
    outbox where there is none, `log` where it is empty.
    """

    server: Server
    ahead_s: float
    applied: Sequence[Applied] | None
    roles: Mapping[str, bool]
    accounts: tuple[Account, ...]
    sessions: tuple[Session, ...]
    slots: tuple[Slot, ...]
    standbys: tuple[Standby, ...]
    rows: Rows | None
    webhooks: tuple[Webhook, ...]
    unaccounted: tuple[Unaccounted, ...]
    audited: frozenset[str]
    unread: Mapping[str, str] = field(default_factory=dict)
    log: "Log | None" = None


class ServerReader:
    """Questions over one connection; what cannot be answered is noted, and the next one asked."""

    def __init__(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        self._connection = connection
        self._sql = queries()
        self._unread: dict[str, str] = {}

    async def database(self) -> Database:
        """Raises `PostgresError` if not even the server tells of itself."""
        server = Server(**dict(await self._connection.fetchrow(self._sql["doctor_server"]) or {}))
        # From here on Postgres itself refuses to write for us; set before, it would be told as its default.
        await self._connection.execute("set default_transaction_read_only to on")
        rows = await self._rows("outbox_rows", self._sql["doctor_outbox_rows"])
        log = await self._rows("audit log", self._sql["doctor_audit"])
        return Database(
            server=server,
            ahead_s=await self._ahead_s(),
            applied=await self._applied(),
            roles={
                row["role"]: row["there"]
                for row in await self._rows("roles", self._sql["doctor_roles"], ROLES)
            },
            accounts=tuple(
                Account(**{**row, "lacking": tuple(row["lacking"])})
                for row in await self._rows("accounts", self._sql["doctor_accounts"])
            ),
            sessions=tuple(
                Session(**row) for row in await self._rows("sessions", self._sql["doctor_sessions"])
            ),
            slots=tuple(Slot(**row) for row in await self._rows("slots", self._sql["doctor_slots"])),
            standbys=tuple(
                Standby(**row) for row in await self._rows("standbys", self._sql["doctor_standbys"])
            ),
            rows=Rows(**rows[0]) if rows else None,
            webhooks=tuple(
                Webhook(**row) for row in await self._rows("webhooks", self._sql["doctor_webhooks"])
            ),
            unaccounted=tuple(
                Unaccounted(**row) for row in await self._rows("unaccounted", self._sql["doctor_unaccounted"])
            ),
            audited=frozenset(
                row["cluster"] for row in await self._rows("audited", self._sql["doctor_audited"])
            ),
            unread=self._unread,
            log=Log(log[0]["number"], log[0]["retained_s"]) if log else None,
        )

    async def look(self) -> Look:
        """What changes."""
        return Look(
            frozenset(row["cluster"] for row in await self._rows("clusters", self._sql["doctor_clusters"])),
            tuple(Waiting(**row) for row in await self._rows("outbox", self._sql["doctor_outbox"])),
        )

    async def _applied(self) -> Sequence[Applied] | None:
        try:
            return await applied_migrations(self._connection)
        except _MISSING as error:
            self._unread["migrations"] = str(error)
            return None

    async def _rows(self, what: str, statement: str, *arguments: object) -> list[dict[str, Any]]:
        try:
            return [dict(row) for row in await self._connection.fetch(statement, *arguments)]
        except _MISSING as error:
            self._unread[what] = str(error)
            return []

    async def _ahead_s(self) -> float:
        """By the middle of the time that the question took."""
        before, began = datetime.now(UTC), time.monotonic()
        told: datetime = await self._connection.fetchval(self._sql["doctor_clock"])
        return (told - before).total_seconds() - (time.monotonic() - began) / 2
