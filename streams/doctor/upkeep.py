"""Whether Postgres is looked after: what fills its disk, and what makes it slow."""

from collections.abc import Iterator

from sinks.server_state import Database
from streams.findings import Finding, State, warning, wrong

_ABOUT = "upkeep"
KEPT_BYTES = 1 << 30
BEHIND_S = 60.0
DEAD_ROWS = 100_000
OLD, VERY_OLD = 1_000_000_000, 1_800_000_000
"""Transactions that autovacuum has not caught up with; at 2^31 Postgres stops."""


def upkeep(found: Database) -> Iterator[Finding]:
    """Slots, standbys, dead rows, autovacuum, the age of transactions."""
    findings = [*_copies(found), *_vacuum(found)]
    yield from findings
    if not findings:
        yield Finding(_ABOUT, "rows are cleared away, standbys follow, no log piles up")


def _copies(found: Database) -> Iterator[Finding]:
    for slot in found.slots:
        if not slot.active:
            state = State.WRONG if slot.kept_bytes >= KEPT_BYTES else State.WARNING
            yield Finding(
                _ABOUT,
                f"nobody reads replication slot {slot.name}: {slot.kept_bytes >> 20} MiB of log are kept for "
                "it, until the disk is full",
                state,
                f"start its reader, or if there is none: select pg_drop_replication_slot('{slot.name}')",
            )
    for standby in found.standbys:
        if (standby.behind_s or 0.0) >= BEHIND_S:
            yield warning(
                _ABOUT,
                f"standby {standby.name} is {standby.behind_s:.0f} s behind: to be lost if it took over",
                "see its network and disk",
            )


def _vacuum(found: Database) -> Iterator[Finding]:
    if not found.server.autovacuum:
        yield wrong(
            _ABOUT, "autovacuum is off: tables grow for ever", "alter system set autovacuum = on; reload"
        )
    if found.rows and found.rows.dead >= DEAD_ROWS and found.rows.dead > found.rows.live:
        yield warning(
            _ABOUT,
            f"the outbox has {found.rows.dead} dead rows: it becomes slow",
            "vacuum analyze outbox; if they stay, an old transaction holds them",
        )
    age = found.server.oldest_transaction
    if age >= OLD:
        yield (wrong if age >= VERY_OLD else warning)(
            _ABOUT,
            f"transactions are {age:,} behind autovacuum: at 2,147,483,648 Postgres stops",
            "vacuum (freeze)",
        )
