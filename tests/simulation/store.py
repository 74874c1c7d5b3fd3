"""`sinks.postgres.Store` and `Batch` on the model of Postgres: the same methods and errors."""

import asyncio
from collections.abc import AsyncIterator, Collection, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any

from faust.types import TP

from schemas.announcement import Reporter
from schemas.classified import voice_of
from schemas.heard import Finished
from schemas.incident import Incident, Recorded
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.storm import KeyChanges, KeyState
from sinks.postgres import (
    CUT_OFF_AFTER_S,
    FINISHED_MAX,
    OUTBOX_PAGE,
    Claim,
    FencedError,
    LostTransactionError,
    Reach,
)
from tests.kept import KeptIncidents
from tests.simulation.database import Database, wait_for
from tests.simulation.pool import Names
from tests.simulation.process import PROCESS
from tests.simulation.statements import Statements
from tests.simulation.tables import Transaction
from tests.simulation.world import LostConnectionError, World


class ModelStore:
    """Of one process. What is not said here is as with the real one."""

    def __init__(self, world: World, database: Database) -> None:
        self._world = world
        self._database = database
        self._owner = object()

    async def claim(self, topic: str, partition: int) -> Claim:
        """Waits for a transaction on the partition; one that stands still is cut off."""
        tp, database, world = TP(topic, partition), self._database, self._world
        taken: asyncio.Future[Claim] = world.loop.create_future()

        def take() -> None:
            if not taken.done():
                taken.set_result(database.claim(tp, self._owner))

        await world.request(f"claim {topic}/{partition}", lambda: database.when_free(tp, take))
        done, _ = await asyncio.wait({taken}, timeout=CUT_OFF_AFTER_S)
        if not done:
            await world.request("cut off", lambda: self._cut_off(tp))
        return await taken

    def _cut_off(self, tp: TP) -> None:
        holder = self._database.holder(tp)
        if holder and holder.process and holder.process.stopped:
            self._database.rollback(holder)

    @asynccontextmanager
    async def batch(
        self, claim: Claim, next_offset: int, *, beside: Sequence[tuple[Claim, int]] = ()
    ) -> AsyncIterator["ModelBatch"]:
        """Raises as the real one does."""
        database, world = self._database, self._world
        tp = _tp(claim)
        transaction = Transaction(database, tp, self._owner, claim.epoch, PROCESS.get())
        others = [transaction.beside(_tp(other), other.epoch) for other, _ in beside]
        moves = ((claim, next_offset), *beside)
        try:
            for part, (one, offset) in zip((transaction, *others), moves, strict=True):
                await self._fence(part, one, offset)
            claims = tuple(replace(one, next_offset=offset) for one, offset in moves)
            yield ModelBatch(world, (transaction, *others), claims)
            await world.request(f"commit {tp.topic}/{tp.partition}", lambda: database.commit(transaction))
        except LostConnectionError as error:
            self._roll_back(transaction)
            raise LostTransactionError(str(error)) from error
        except BaseException:
            self._roll_back(transaction)
            raise

    async def _fence(self, transaction: Transaction, claim: Claim, next_offset: int) -> None:
        """Waits until the partition is free, and locks it."""
        database, world = self._database, self._world
        free: asyncio.Future[None] = world.loop.create_future()
        tp = transaction.tp
        await world.request(
            f"fence {tp.topic}/{tp.partition}", lambda: database.when_free(tp, wait_for(free))
        )
        while True:
            await free
            if database.holder(tp) is None:
                break
            free = world.loop.create_future()
            database.when_free(tp, wait_for(free))
        if not database.fence(transaction, claim, next_offset):
            raise FencedError(f"{tp}: epoch {claim.epoch} is over")

    def _roll_back(self, transaction: Transaction) -> None:
        """The server learns of it a little later."""
        world = self._world
        world.loop.at(world.loop.now + world.latency_s(), self._database.rollback, transaction)

    async def latest(self, key: str, most: int) -> KeptIncidents:
        return await self._world.request("load incidents", lambda: self._latest(key, most))

    def _latest(self, key: str, most: int) -> KeptIncidents:
        found = self._database.latest(key, most)
        return KeptIncidents(key, [(incident, self._voices(incident.id)) for incident in reversed(found)])

    def _voices(self, id: str) -> Mapping[str, datetime]:
        voices: dict[str, datetime] = {}
        for _, one in self._database.members(id):
            said = one.report.report
            if said.reporter:
                voice = voice_of(one.report.channel, said.reporter)
                voices[voice] = max(said.reported_at, voices.get(voice, said.reported_at))
        return voices

    async def keys(self) -> list[str]:
        return await self._world.request(
            "load keys", lambda: list({one.key: None for one in self._database.tables.incidents.values()})
        )

    async def storm_keys(self) -> list[str]:
        return await self._world.request("load storm keys", lambda: list(self._database.tables.storms))

    async def storms(self, keys: Sequence[str]) -> list[KeyState]:
        return await self._world.request(
            "load storms", lambda: [state for key in keys if (state := self._database.storms(key))]
        )

    async def finished(self, keys: Sequence[str]) -> list[Finished]:
        found = await self._world.request(
            "load durations",
            lambda: [one for key in keys for one in self._database.finished(key, FINISHED_MAX)],
        )
        return sorted(found, key=lambda one: one.order)

    async def reporters(self, incident_id: str, *, up_to: int, after: int, limit: int) -> list[Reporter]:
        return await self._world.request(
            f"load reporters of {incident_id}", lambda: self._reporters(incident_id, up_to, after, limit)
        )

    def _reporters(self, incident_id: str, up_to: int, after: int, limit: int) -> list[Reporter]:
        return [
            Reporter(*one.report.report_key, one.report.report.reporter, position)
            for position, one in self._database.members(incident_id)
            if after < position <= up_to and one.link.new_voice
        ][:limit]

    async def pending(self, claim: Claim) -> tuple[list[Message], Reach]:
        tp = _tp(claim)
        found = await self._world.request("load the outbox", lambda: self._database.pending(tp, OUTBOX_PAGE))
        return [message for _, message in found], found[-1][0] if found else (0, 0)

    async def sent(self, reaches: Sequence[tuple[Claim, Reach]]) -> None:
        await self._world.request("forget the outbox", lambda: self._sent(reaches))

    def _sent(self, reaches: Sequence[tuple[Claim, Reach]]) -> None:
        for claim, reach in reaches:
            self._database.sent(_tp(claim), reach)


class ModelBatch:
    """An open transaction. `connection` and `sql` are for those who bring statements of their own."""

    def __init__(self, world: World, parts: Sequence[Transaction], claims: Sequence[Claim]) -> None:
        self._world = world
        self._parts = parts
        self._transaction = parts[0]
        self.claims = claims
        self.claim = claims[0]
        self.connection = Statements(world, parts[0])
        self.sql = Names()

    async def digests(self, keys: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        return await self._request("ask for digests", lambda: self._digests(sorted(keys)))

    def _digests(self, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
        return {key: digest for key in keys if (digest := self._transaction.digest(key)) is not None}

    async def moved(self, incidents: Collection[str]) -> dict[str, str]:
        """Nothing is moved here: there are no corrections."""
        return {}

    async def record(self, recorded: Sequence[Recorded], incidents: Iterable[Incident]) -> None:
        await self._request("record", lambda: self._record(recorded, list(incidents)))

    def _record(self, recorded: Sequence[Recorded], incidents: Iterable[Incident]) -> None:
        self._transaction.incidents.update({one.id: one for one in incidents})
        for one in recorded:
            self._transaction.record(one)

    async def record_storms(self, changes: Sequence[KeyChanges]) -> None:
        if changes:
            await self._request("record storms", lambda: self._transaction.storms.extend(changes))

    async def reject(self, rejections: Sequence[Rejection]) -> None:
        await self._request("reject", lambda: self._transaction.rejections.extend(rejections))

    async def send_later(self, *messages: Sequence[Message]) -> Sequence[tuple[Claim, Reach]]:
        await self._request("fill the outbox", lambda: self._send_later(messages))
        found = zip(self.claims, messages, strict=True)
        return [(claim, (claim.next_offset or 0, len(of_it))) for claim, of_it in found]

    def _send_later(self, messages: Sequence[Sequence[Message]]) -> None:
        for part, claim, of_it in zip(self._parts, self.claims, messages, strict=True):
            next_offset = claim.next_offset or 0
            part.outbox.update({(next_offset, position): one for position, one in enumerate(of_it)})

    async def _request(self, what: str, act: Any) -> Any:
        def served() -> Any:
            self._transaction.check()
            return act()

        return await self._world.request(what, served)


def _tp(claim: Claim) -> TP:
    return TP(claim.topic, claim.partition)
