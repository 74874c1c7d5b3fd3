"""Postgres as far as it matters here: tables, transactions, one lock a partition."""

import asyncio
from collections import defaultdict
from collections.abc import Callable

import asyncpg
from faust.types import TP

from schemas.heard import Finished
from schemas.incident import Incident, Recorded, State
from schemas.message import Message
from schemas.storm import KeyState
from sinks.postgres import Claim, Reach
from tests.simulation.tables import Consumed, Tables, Transaction
from tests.simulation.world import World
from tests.unit.core.city import KeptStorms

FIRST_US = 1_795_500_000_000_000
"""The clock of Postgres at the start of a schedule, in microseconds since the epoch."""


class Database:
    """The server. Whoever asks for a locked partition waits; transactions of the dead are rolled back."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tables = Tables()
        self.set_aside: list[tuple[TP, int]] = []
        self._position = 0
        self._locks: dict[TP, Transaction] = {}
        self._waiting: dict[TP, list[Callable[[], None]]] = defaultdict(list)

    def next_position(self) -> int:
        """A sequence: what is rolled back leaves a hole."""
        self._position += 1
        return self._position

    def holder(self, tp: TP) -> Transaction | None:
        """Whose transaction has the partition's row."""
        return self._locks.get(tp)

    def when_free(self, tp: TP, act: Callable[[], None]) -> None:
        """At once, or after those who wait already."""
        if tp in self._locks:
            self._waiting[tp].append(act)
        else:
            act()

    def claim(self, tp: TP, owner: object) -> Claim:
        """As the statement `claim`."""
        row = self.tables.consumed.setdefault(tp, Consumed())
        row.epoch = max(row.epoch + 1, FIRST_US + int(self.world.loop.now * 1_000_000))
        row.owner = owner
        self.world.note("claimed", *tp, f"epoch {row.epoch}", row.next_offset)
        return Claim(*tp, row.epoch, row.next_offset)

    def fence(self, transaction: Transaction, claim: Claim, next_offset: int) -> bool:
        """As the statement `fence`: False if it moved no row. The row is locked until the end.

        Raises `LostConnectionError`.
        """
        transaction.check()
        row = self.tables.consumed.get(transaction.tp)
        if row is None or not self.fits(row, claim):
            return False
        self._locks[transaction.tp] = transaction
        transaction.next_offset = next_offset
        return True

    def fits(self, row: Consumed, claim: Claim) -> bool:
        """The condition of the statement `fence`."""
        return row.epoch == claim.epoch and row.next_offset == claim.next_offset

    def commit(self, transaction: Transaction) -> None:
        """All of it or, with an error, nothing. Raises `LostConnectionError`, `UniqueViolationError`."""
        transaction.check()
        tables = self.tables
        if twice := transaction.reports.keys() & tables.reports.keys():
            self.rollback(transaction)
            raise asyncpg.UniqueViolationError(f"reports {sorted(twice)}")
        for part in transaction.parts:
            self._watch(part)
            tables.consumed[part.tp].next_offset = part.next_offset
            tables.outbox[part.tp].update(part.outbox)
            if part.cleared:
                tables.suspects.pop(part.tp, None)
                self.set_aside.append((part.tp, part.next_offset - 1))
            self.world.note("committed in Postgres", *part.tp, part.next_offset)
        for key, (position, recorded) in transaction.reports.items():
            tables.reports[key] = recorded
            tables.positions[recorded.link.incident_id].append((position, key))
        tables.incidents.update(transaction.incidents)
        for one in transaction.rejections:
            tables.rejections.setdefault((one.topic, one.partition, one.offset), one)
        tables.progress.update(transaction.progress)
        for changes in transaction.storms:
            tables.storms.setdefault(changes.key, KeptStorms()).put(changes)
        self.world.moved = True
        self._close(transaction)

    def rollback(self, transaction: Transaction) -> None:
        """Nothing of it was."""
        if transaction.open:
            self.world.note("rolled back", *transaction.tp)
            self._close(transaction)

    def pending(self, tp: TP, page: int) -> list[tuple[Reach, Message]]:
        """As the statement `outbox_pending`."""
        return sorted(self.tables.outbox[tp].items(), key=lambda item: item[0])[:page]

    def sent(self, tp: TP, reach: Reach) -> None:
        """As the statement `outbox_sent`."""
        outbox = self.tables.outbox[tp]
        for place in [place for place in outbox if place <= reach]:
            del outbox[place]
        self.world.moved = True
        self.world.note("forgotten in the outbox", *tp, *reach)

    def latest(self, key: str, most: int) -> list[Incident]:
        """As the statement `latest_incidents`."""
        found = [one for one in self.tables.incidents.values() if one.key == key and one.comparable]
        return sorted(found, key=lambda one: (one.last_reported_at, one.id), reverse=True)[:most]

    def members(self, id: str) -> list[tuple[int, Recorded]]:
        """The reports of an incident in the order of the log."""
        tables = self.tables
        return [(position, tables.reports[key]) for position, key in sorted(tables.positions.get(id, ()))]

    def finished(self, key: str, most: int) -> list[Finished]:
        """As the statement `finished`."""
        closed = [one for one in self.tables.incidents.values() if one.key == key and _is_finished(one)]
        found = sorted(map(Finished.of, closed), key=lambda one: one.order)
        categories = {one.category for one in found}
        return [one for category in sorted(categories) for one in _last(found, category, most)]

    def storms(self, key: str) -> KeyState | None:
        """What is remembered of a key."""
        kept = self.tables.storms.get(key)
        return kept.state(key) if kept else None

    def suspect(self, tp: TP, first_offset: int, next_offset: int, records: int, error: str) -> None:
        """As the statement `suspect`."""
        before = self.tables.suspects.get(tp)
        again = before and records == before["records"] == 1 and before["first_offset"] == first_offset
        self.tables.suspects[tp] = {
            "first_offset": first_offset,
            "next_offset": next_offset,
            "records": records,
            "deaths": before["deaths"] + 1 if before and again else 1,
            "error": error,
        }
        self.world.note("suspected", *tp, first_offset, next_offset, error)

    def _watch(self, transaction: Transaction) -> None:
        row = self.tables.consumed[transaction.tp]
        where = f"{transaction.tp.topic}/{transaction.tp.partition}"
        if row.owner is not transaction.owner or row.epoch != transaction.epoch:
            self.world.violate(f"a zombie wrote {where} up to {transaction.next_offset}")
        if transaction.next_offset < (row.next_offset or 0):
            self.world.violate(f"{where} went back from {row.next_offset} to {transaction.next_offset}")

    def _close(self, transaction: Transaction) -> None:
        for part in transaction.parts:
            part.open = False
        for part in transaction.parts:
            if self._locks.get(part.tp) is part:
                del self._locks[part.tp]
                waiting = self._waiting[part.tp]
                while waiting and part.tp not in self._locks:
                    waiting.pop(0)()


def _is_finished(incident: Incident) -> bool:
    return (
        incident.state is State.CLOSED
        and incident.closed_at is not None
        and incident.life.resolved_at is not None
        and incident.life.step.value == "closed"
    )


def _last(found: list[Finished], category: str, most: int) -> list[Finished]:
    return [one for one in found if one.category == category][-most:]


def wait_for(future: "asyncio.Future[None]") -> Callable[[], None]:
    """To be called once; done by then if it was given up."""
    return lambda: None if future.done() else future.set_result(None)
