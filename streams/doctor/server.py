"""Whether the server of Postgres is one that workers can write to, and has room for them."""

from collections.abc import Iterator

from sinks.server_state import Database, Server, Session
from streams.findings import Finding, State, listed, warning, wrong

_ABOUT = "Postgres"
OLDEST_VERSION = 15
FULL, NEARLY_FULL = 0.9, 0.75
OPEN_S = 60.0
"""No transaction of ours lasts longer than a batch may."""
LONG_S = 300.0
"""So long an analysis may run before it is told; rows that were deleted since stay on the disk."""
_IDLE = "idle in transaction"


def server(found: Database) -> Iterator[Finding]:
    """Version, whether it can be written to, connections, open transactions, rights."""
    one = found.server
    if one.version < OLDEST_VERSION:
        yield wrong(_ABOUT, f"version {one.version}", f"Sinergi needs PostgreSQL {OLDEST_VERSION} or newer")
    if one.standby:
        yield wrong(
            _ABOUT,
            "a standby that only reads",
            "let SINERGI_POSTGRES_URL name the primary, or promote this one",
        )
    elif one.read_only:
        yield wrong(
            _ABOUT,
            "refuses to write (default_transaction_read_only)",
            "see why somebody set it: a full disk?",
        )
    yield _connections(one)
    for session in found.sessions:
        yield from _open(session)
    yield from _rights(found)
    for name, why in found.unread.items():
        yield warning(
            _ABOUT,
            f"the {name} could not be read: {why}",
            "run `sinergi migrate` if tables are missing; else give this account `pg_monitor`",
        )
    size = one.size_bytes / (1 << 30)
    yield Finding(_ABOUT, f"version {one.version} answers; the database has {size:.1f} GiB")


def _connections(one: Server) -> Finding:
    used = one.connections / max(1, one.connections_max)
    words = f"{one.connections} of {one.connections_max} connections are in use"
    state = State.WRONG if used >= FULL else State.WARNING if used >= NEARLY_FULL else State.OK
    do = "see who holds them (pg_stat_activity), or raise max_connections"
    return Finding(_ABOUT, words, state, do if state is not State.OK else "")


def _open(session: Session) -> Iterator[Finding]:
    who = f"{session.application or 'somebody'} (process {session.pid})"
    end = f"ask who runs it, or end it: select pg_terminate_backend({session.pid})"
    if (session.state or "").startswith(_IDLE) and (session.state_s or 0.0) >= OPEN_S:
        yield wrong(
            _ABOUT,
            f"{who} has been idle in a transaction for {session.state_s:.0f} s: its locks hold others up",
            end,
        )
    elif session.transaction_s >= LONG_S:
        yield warning(
            _ABOUT,
            f"{who} has a transaction open for {session.transaction_s:.0f} s: no row can be cleared away",
            end,
        )


def _rights(found: Database) -> Iterator[Finding]:
    if found.applied is None:
        return
    if lacking := sorted(name for name, there in found.roles.items() if not there):
        yield warning(
            _ABOUT,
            f"nobody can be given the rights of {listed(lacking)}: missing",
            "let a superuser run: "
            + "".join(f"create role {name} nologin; " for name in lacking)
            + "call grant_rights()",
        )
