"""A dispatch is in the trace of its report, whoever sends it."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest
from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.message import Message
from schemas.passage import Passage
from schemas.topics import CLASSIFIED
from schemas.trace_context import TraceContext, context_of, traceparent_in
from sinks.keyring import Keyring
from sinks.postgres import Store
from streams.agents.resolve import Resolve
from streams.core.tell import classified_record
from streams.metrics import Metrics
from streams.tracing import Span, Tracing
from streams.transport import Chunk
from tests.unit.core.city import RULES
from tests.unit.core.reports import NOON, classified, point

CAME = TraceContext("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331")
MINE = frozenset({TP(CLASSIFIED, 0)})


@dataclass
class Worker:
    """A resolve, what it sent, and the spans it made."""

    store: Store
    sent: list[Message] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        tracing = Tracing(0.0, self.spans.append)
        self.resolve = Resolve(
            self.store,
            Keyring(self.store._pool),
            RULES,
            self.publish,
            Metrics("resolve"),
            partitions=1,
            tracing=tracing,
        )

    async def publish(self, messages: Sequence[Message]) -> None:
        if self.away:
            raise ConnectionError
        self.sent += messages

    async def take(self, traceparent: str | None) -> None:
        message = classified_record(classified("a", place=point()), Passage(NOON, "sorot", traceparent))
        record = ConsumerRecord(CLASSIFIED, 0, 0, 0, 0, message.key, message.value, 0, 0, 0, message.headers)
        await self.resolve.take(Chunk(CLASSIFIED, 0, 1, [record], 1, lambda _: True))

    def named(self, name: str) -> Span:
        [found] = [span for span in self.spans if span.name == name]
        return found

    def carried(self) -> set[TraceContext | None]:
        return {context_of(traceparent_in(message.headers)) for message in self.sent}


@pytest.fixture
async def worker(store: Store) -> Worker:
    made = Worker(store)
    await made.resolve.claims.claim(MINE)
    return made


async def test_what_follows_from_a_report_names_the_span_that_sent_it(worker: Worker) -> None:
    await worker.take(str(CAME))
    resolve = worker.named("resolve")
    sending = [worker.named("dispatch"), worker.named("feedback")]
    assert resolve.parent == CAME
    assert [span.parent for span in sending] == [resolve.context] * 2
    assert worker.carried() == {span.context for span in sending}


async def test_what_a_crash_left_in_the_outbox_is_sent_in_the_trace_of_its_report(worker: Worker) -> None:
    worker.away = True
    with pytest.raises(ConnectionError):
        await worker.take(str(CAME))
    assert [span.name for span in worker.spans] == ["resolve"]
    after = Worker(worker.store)
    await after.resolve.claims.claim(MINE)
    assert after.named("dispatch").parent == worker.named("resolve").context
    assert after.carried() == {span.context for span in after.spans}


@pytest.mark.parametrize("traceparent", [None, str(replace(CAME, flags=0))])
async def test_what_is_not_traced_makes_no_spans_and_is_passed_on(
    worker: Worker, traceparent: str | None
) -> None:
    await worker.take(traceparent)
    assert worker.spans == []
    assert worker.carried() == {context_of(traceparent)}
