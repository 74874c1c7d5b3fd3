"""Faust's consumer, with chunks in place of single records."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Any

from aiokafka.errors import IllegalStateError, KafkaError
from faust.transport.drivers import aiokafka as driver
from faust.types import TP, ConsumerMessage
from mode import Service

from streams.failfast import die
from streams.logs import logger
from streams.transport.chunk import Chunk, message_of
from streams.transport.ledger import Ledger, lags, starts_within
from streams.transport.taken import Taken
from streams.transport.thread import Thread
from streams.transport.turns import Pace
from streams.wire import Run

if TYPE_CHECKING:
    from streams.transport.driver import Transport

TAKEOVER_S = 60.0
"""How long taking over partitions may last. Below Faust's `broker_request_timeout` of 90 s, after
which Faust would go on as if nothing were wrong."""

HEED_S = 1.0
"""So often aiokafka is asked for what it was refused, or fell ill with."""

log = logger("streams.transport")
"""Not by this module's name: by that Faust logs the life of its consumer."""


class Consumer(driver.Consumer):
    """Faust's consumer with a ledger of chunks in place of its list of acknowledged offsets."""

    _thread: Thread
    transport: "Transport"

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        self._changed = asyncio.Event()
        self._ownership = asyncio.Lock()
        self._owning = False
        self._ends: dict[TP, int] = {}
        super().__init__(*args, **kwargs)
        self.ledger = Ledger(self.transport.together)
        self._pace = Pace(self.app.conf.broker_max_poll_records, self.transport.chunk_s)

    def _new_consumer_thread(self) -> Thread:
        return Thread(self, loop=self.loop, beacon=self.beacon)

    @Service.task
    async def _heed_ailments(self) -> None:
        """End the process that can read no more: it would look alive, and keep from others what it owns."""
        while True:
            await self.sleep(HEED_S)
            if self.should_stop:  # Then the thread may be gone already.
                return
            try:
                await self._thread.check()
            except KafkaError as error:
                die(f"it cannot read in group {self.app.conf.id}", error)

    async def getmany(self, timeout: float) -> AsyncIterator[tuple[TP, ConsumerMessage]]:  # noqa: ASYNC109
        """Yield one message a chunk; called again and again by Faust's fetcher."""
        if not self.flow_active:
            await self.wait(self.can_resume_flow.wait())
        generation, free = self.ledger.generation, self.ledger.free()
        if generation is None or not free:
            await self._change(timeout)
            return
        most = {tp: self._pace.most(tp) for tp in free}
        taken = await self._thread.take(most, timeout)
        if taken is None:
            return
        if not self.flow_active or generation != self.ledger.generation:
            await self._thread.rewind(taken)
            return
        # Where many wait and some are urgent, whose turn it is is decided when the agent can take it.
        judged = self.transport.urgent is not None
        for tp, records, next_offset, _ in taken.parts:
            self.ledger.begin(tp, next_offset, alone=judged and len(records) >= most[tp])
            # Faust drops what lies before the offset it read last, as rewound records do.
            self._read_offset[tp] = None
        yield taken.tp, message_of(self._chunk(taken, generation), taken.records[-1])

    def _chunk(self, taken: Taken, generation: int) -> Chunk:
        tp, records, next_offset, beside = taken
        parts = [self._chunk(one, generation) for one in beside]
        return Chunk(*tp, generation, Run(tp, records), next_offset, self._finish, parts)

    async def seek_to_committed(self) -> Mapping[TP, int]:
        """Take over what is assigned. Called by Faust once an assignment, before it reads."""
        async with self._ownership:
            if not self._owning:
                return {}
            return await self._own(frozenset(self.assignment()), self.app.consumer_generation_id)

    async def on_partitions_revoked(self, revoked: set[TP]) -> None:
        """Commit, let the chunks in hand be finished, and forget the rest."""
        # A take-over under way ends first and none begins after: the partitions may be a rival's by
        # then, and a late claim would fence it.
        async with self._ownership:
            self._owning = False
            if revoked:
                log.info("rebalance", given_up=len(revoked))
            await self.commit()
            await super().on_partitions_revoked(revoked)
            self.ledger.drop()

    async def on_partitions_assigned(self, assigned: set[TP], generation_id: int = 0) -> None:
        """Begin a generation; with partitions it is complete after `seek_to_committed`."""
        self._owning = True
        await super().on_partitions_assigned(assigned, generation_id)
        if not assigned:  # Then Faust seeks nothing, and the owner would keep what it had.
            async with self._ownership:
                if self._owning:
                    await self._own(frozenset(), generation_id)

    async def wait_empty(self) -> None:
        """Wait until the agent has finished what it has in hand, and commit."""
        limit_s = self.app.conf.broker_rebalance_timeout
        try:
            async with asyncio.timeout(limit_s):
                while self.ledger.held() and not self.should_stop:
                    self._changed.clear()
                    await self._changed.wait()
        except TimeoutError:
            held = sorted(self.ledger.held())
            die(f"a chunk took longer than the rebalance timeout of {limit_s} s: {held}")
        await self.maybe_wait_for_commit_to_finish()
        await self.commit()

    async def force_commit(self, *_topics: object, **_options: object) -> bool:
        """Commit what agents finished, and nothing else: Faust acknowledges events that no agent saw.

        The commits serve to resume where no owner says better, and lag displays.
        """
        generation, offsets = self.ledger.generation, self.ledger.to_commit()
        if not offsets or not await self._commit(offsets):
            return False
        self.ledger.committed(generation, offsets)
        return True

    def verify_event_path(self, now: float, tp: TP) -> None:
        """Keep quiet: Faust's check warns of idle topics and misses stalled ones."""

    def assigned(self) -> frozenset[TP] | None:
        """The partitions taken over and readable; None while joining, rebalancing or taking over."""
        return None if self.ledger.generation is None else self.ledger.partitions()

    def lags(self) -> dict[TP, int]:
        """Records not yet finished, a partition."""
        next_offsets = self.ledger.next_offsets()
        return lags(next_offsets, {tp: self._end(tp) for tp in next_offsets})

    def _end(self, tp: TP) -> int:
        fetched: int | None = None
        with contextlib.suppress(IllegalStateError):  # Kafka has taken it back, Faust does not know yet.
            fetched = self.highwater(tp)
        return self._ends[tp] if fetched is None else fetched

    async def _own(self, partitions: frozenset[TP], generation: int) -> Mapping[TP, int]:
        """Take over these partitions and give up all others; where each is read from."""
        began = time.monotonic()
        try:
            async with asyncio.timeout(TAKEOVER_S):
                starts = await self._take_over(partitions)
        except IllegalStateError:
            raise  # Faust takes it for what it is: the next rebalance has begun.
        except Exception as error:
            die("cannot take over partitions", error)
        took_s = round(time.monotonic() - began, 2)
        log.info(
            "partitions taken over", generation=generation, took_s=took_s, next_offsets=_by_topic(starts)
        )
        self.ledger.assign(generation, starts)
        self._signal()
        return starts

    async def _take_over(self, partitions: frozenset[TP]) -> dict[TP, int]:
        owner = self.transport.owner
        claimed = await (owner.claim(partitions) if owner else self._thread.committed(partitions))
        if claimed.keys() != partitions:
            raise ValueError(f"asked to claim {sorted(partitions)}, claimed {sorted(claimed)}")
        beginnings = await self.earliest_offsets(*partitions)
        self._ends = await self._thread.ends(claimed)
        starts = starts_within(claimed, beginnings, self._ends)
        await self._thread.seek_all(starts)
        return starts

    def hold(self, chunk: Chunk) -> bool:
        """The agent takes the chunk in hand, so the next may be made ready; False if it came too late."""
        held = all(self.ledger.hold(part.tp, part.generation_id, part.next_offset) for part in chunk.parts)
        if held:
            for part in chunk.parts:
                self._pace.begin(part.tp, time.monotonic())
            self._signal()
        return held

    def _finish(self, chunk: Chunk) -> bool:
        finished = self.ledger.finish(chunk.tp, chunk.generation_id, chunk.next_offset)
        if finished:
            self._pace.end(chunk.tp, len(chunk.records), time.monotonic())
            self._signal()
        return finished

    def _signal(self) -> None:
        self._changed.set()
        self._thread.nudge()

    async def _change(self, timeout_s: float) -> None:
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                await self._changed.wait()


def _by_topic(offsets: Mapping[TP, int]) -> dict[str, dict[int, int]]:
    found: dict[str, dict[int, int]] = {}
    for tp, offset in sorted(offsets.items()):
        found.setdefault(tp.topic, {})[tp.partition] = offset
    return found
