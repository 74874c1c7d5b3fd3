"""Bugs put in on purpose; the product has none of them."""

from collections.abc import Collection, Mapping, Sequence

from faust.types import TP

from schemas.message import Message
from sinks.postgres import Claim
from streams.agents.resolve import Resolve
from streams.agents.triage import Triage
from streams.duties import RESOLVE_GROUP
from streams.transport import Chunk, Owner
from streams.transport.thread import Taken
from tests.simulation.broker import Broker
from tests.simulation.consumer import SimulatedConsumer, SimulatedThread
from tests.simulation.database import Consumed, Database
from tests.simulation.workers import Parts


class FinishesBeforeKafkaHasIt(Triage):
    """A chunk counts as read before what came of it is safe."""

    async def take(self, chunk: Chunk) -> None:
        """Finish, then work."""
        chunk.finish()
        await super().take(chunk)


class ForgetsBeforeKafkaHasIt(Resolve):
    """The outbox is emptied before the send is confirmed."""

    async def _send(self, messages: Sequence[Message], claim: Claim, reach: tuple[int, int]) -> None:
        await self._store.sent(claim, reach)
        await self._publish(messages)


class ResendsNothing(Resolve):
    """What a crash left in the outbox stays there at the take-over."""

    async def _send_pending(self, claim: Claim) -> None:
        """Nothing."""


class KeepsItsMemory(Resolve):
    """A worker that gets a partition trusts what it remembers, and loads nothing."""

    async def _take_over(self, claims: Collection[Claim]) -> None:
        for claim in claims:
            await self._send_pending(claim)


class FencesByOffsetAlone(Database):
    """A worker that lost its partition without knowing is let in, if nobody wrote since."""

    def fits(self, row: Consumed, claim: Claim) -> bool:
        """No epoch."""
        return row.next_offset == claim.next_offset


class ReadsFromKafkasCommit:
    """Where to read on is what the group committed, not what Postgres has."""

    def __init__(self, claims: Owner, broker: Broker) -> None:
        self._claims = claims
        self._committed = broker.group(RESOLVE_GROUP).committed

    async def claim(self, partitions: frozenset[TP]) -> Mapping[TP, int | None]:
        """The claims are made, and their offsets left aside."""
        claimed = await self._claims.claim(partitions)
        return {tp: self._committed.get(tp) for tp in claimed}


class Forgetful(SimulatedThread):
    """What was fetched while the flow stopped is not fetched again."""

    async def rewind(self, taken: Taken) -> None:
        """Nothing."""


class SkipsWhatItDropped(SimulatedConsumer):
    """Records are skipped after a rebalance."""

    thread = Forgetful


MUTANTS: Mapping[str, Parts] = {
    "finishes before Kafka has it": Parts(triage=FinishesBeforeKafkaHasIt),
    "forgets before Kafka has it": Parts(resolve=ForgetsBeforeKafkaHasIt),
    "resends nothing": Parts(resolve=ResendsNothing),
    "keeps its memory": Parts(resolve=KeepsItsMemory),
    "fences by offset alone": Parts(database=FencesByOffsetAlone),
    "skips what it dropped": Parts(consumer=SkipsWhatItDropped),
    "reads from Kafka's commit": Parts(owner=ReadsFromKafkasCommit),
}
