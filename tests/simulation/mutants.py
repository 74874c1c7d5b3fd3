"""Bugs put in on purpose; the product has none of them."""

from collections.abc import AsyncIterator, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

from faust.types import TP

from schemas.announcement import Announcement, Reporter
from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.sealed import SealedReport
from schemas.topics import REJECTED
from sinks.keyring import Key
from sinks.postgres import Batch, Claim, Reach
from sinks.suspects import Suspicion
from streams.agents.desk import Read, Turn
from streams.agents.herald import Herald
from streams.agents.resolve import Resolve
from streams.agents.seals import voice_of
from streams.agents.triage import Triage
from streams.core.records.keys import key_record
from streams.duties import RESOLVE_GROUP
from streams.transport import Chunk, Owner
from streams.transport.taken import Taken
from tests.simulation.agency import TOPIC as PROGRESS
from tests.simulation.broker import Broker
from tests.simulation.consumer import SimulatedConsumer, SimulatedThread
from tests.simulation.database import Database
from tests.simulation.pool import ModelSuspects
from tests.simulation.tables import Consumed
from tests.simulation.workers import Parts
from tests.simulation.world import ANY, Strike, Trouble


class FinishesBeforeKafkaHasIt(Triage):
    """A chunk counts as read before what came of it is safe."""

    async def take(self, chunk: Chunk) -> None:
        """Finish, then work."""
        chunk.finish()
        await super().take(chunk)


class KeepsKeysBeforeKafkaHasThem(Triage):
    """Postgres holds a key that Kafka may never hold."""

    async def _sealed(self, results: Iterable[ClassifiedReport | Rejection]) -> Iterator[SealedReport]:
        """Keep, then publish."""
        results = list(results)
        voices = {voice_of(result) for result in results if isinstance(result, ClassifiedReport)}
        if missing := sorted(voices - (await self._keyring.of(voices)).keys()):
            made = [(voice, Key.made()) for voice in missing]
            await self._keyring.keep(made)
            await self._publish([key_record(key.id, key.secret) for _, key in made])
        return await super()._sealed(results)


class TurnsChunksAround(Triage):
    """The last report of a chunk comes first."""

    async def take(self, chunk: Chunk) -> None:
        """The other way round."""
        await super().take(replace(chunk, records=chunk.records[::-1]))


class ForgetsBeforeKafkaHasIt(Resolve):
    """The outbox is emptied before the send is confirmed."""

    async def _send(self, messages: Sequence[Message], reaches: Sequence[tuple[Claim, Reach]]) -> None:
        await self._store.sent(reaches)
        await self._publish(messages)


class ResendsNothing(Resolve):
    """What a crash left in the outbox stays there at the take-over."""

    async def _send_pending(self, claim: Claim) -> None:
        """Nothing."""


class ResendsOnePage(Resolve):
    """Of what a crash left in the outbox only the first page is sent at the take-over."""

    async def _send_pending(self, claim: Claim) -> None:
        """Once."""
        messages, reach = await self._store.pending(claim)
        if messages:
            await self._send(messages, [(claim, reach)])


class TellsOnePage(Herald):
    """Of an incident's reporters only the first page hears."""

    async def _pages(self, announcement: Announcement) -> AsyncIterator[Sequence[Reporter]]:
        async for page in super()._pages(announcement):
            yield page
            return


class RefusesAgenciesInSilence(Resolve):
    """What an agency said is refused, and the refusal kept nowhere."""

    async def _decide(self, events: Iterable[Read], batch: Batch, turn: Turn, *rest: Any) -> None:
        """Drop it."""
        await super()._decide(events, batch, turn, *rest)
        if any(one.topic == PROGRESS for one in turn.rejected):
            for partition, messages in turn.outgoing.items():
                turn.outgoing[partition] = [one for one in messages if one.topic != REJECTED]


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


class BlamesItsNeighbours(ModelSuspects):
    """Whatever was in hand with a record that ended a worker is set aside with it."""

    async def of(self, topic: str, partition: int) -> Suspicion | None:
        """All of them proven."""
        found = await super().of(topic, partition)
        return found and Proven(**asdict(found))


class Proven(Suspicion):
    """One death is enough, and who else was there does not count."""

    def proven(self, offset: int) -> bool:
        """Any of them."""
        return self.holds(offset)


@dataclass(frozen=True, slots=True)
class Mutant:
    """A product with a bug, and the trouble in which that shows."""

    parts: Parts
    trouble: Trouble = ANY


_NO_BROKER = Trouble((Strike.FAIL_BEFORE, Strike.KILL_BEFORE), most=4, odds=(0.3,), at="send")
_ZOMBIES = Trouble((Strike.STOP_BEFORE,), most=6, odds=(0.5,), at="fence")
_REBALANCES = Trouble((Strike.STOP_BEFORE,), most=6, odds=(0.1,))

MUTANTS: Mapping[str, Mutant] = {
    "finishes before Kafka has it": Mutant(Parts(triage=FinishesBeforeKafkaHasIt), _NO_BROKER),
    "keeps keys before Kafka has them": Mutant(Parts(triage=KeepsKeysBeforeKafkaHasThem), _NO_BROKER),
    "forgets before Kafka has it": Mutant(Parts(resolve=ForgetsBeforeKafkaHasIt)),
    "resends nothing": Mutant(Parts(resolve=ResendsNothing), _NO_BROKER),
    "resends one page": Mutant(Parts(resolve=ResendsOnePage), _NO_BROKER),
    "tells one page": Mutant(Parts(herald=TellsOnePage)),
    "refuses agencies in silence": Mutant(Parts(resolve=RefusesAgenciesInSilence)),
    "turns chunks around": Mutant(Parts(triage=TurnsChunksAround)),
    "keeps its memory": Mutant(Parts(resolve=KeepsItsMemory)),
    "fences by offset alone": Mutant(Parts(database=FencesByOffsetAlone), _ZOMBIES),
    "skips what it dropped": Mutant(Parts(consumer=SkipsWhatItDropped), _REBALANCES),
    "reads from Kafka's commit": Mutant(Parts(owner=ReadsFromKafkasCommit)),
    "blames its neighbours": Mutant(Parts(suspects=BlamesItsNeighbours), Trouble(poisoned=1.0)),
}
