"""What Prometheus reads of a worker. Records are counted, never batches; label values are bounded."""

import time
from collections import Counter as Tally
from collections.abc import Callable, Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from schemas.message import Message

_SIZES = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)


class Metrics:
    """One worker's figures, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        # Records taken from a topic and worked through, redeliveries included.
        self.read = self._counter("records_read", "Records read and worked through", "topic")
        # Reports understood by triage and confirmed by Kafka.
        self.classified = self._counter("reports_classified", "Reports classified", "channel", "family")
        # Records refused, by the code of the reason; the rejections themselves say more.
        self.rejected = self._counter("records_rejected", "Records refused", "topic", "code")
        # Reports written to Postgres, by what they did to the incidents.
        self.recorded = self._counter("reports_recorded", "Reports recorded", "channel", "decision")
        # Reports that came again and were recorded already.
        self.redelivered = self._counter("reports_redelivered", "Reports that came again", "channel")
        # Corrections carried out or refused; one between two keys is under way first, then applied.
        self.corrections = self._counter("corrections", "Corrections", "kind", "result")
        # What agencies, partners and the operator said, taken in or refused.
        self.progress = self._counter("progress", "What agencies said", "said", "result")
        # What reporters answered when asked whether it is fixed, taken in or refused.
        self.replies = self._counter("replies", "Replies of reporters", "answer", "result")
        # Versions of incidents confirmed by Kafka.
        self.dispatches = self._counter("dispatches_sent", "Dispatches sent", "agency", "kind")
        # Messages to citizens confirmed by Kafka.
        self.feedback = self._counter("feedback_sent", "Feedback sent", "channel", "kind")
        # Reporters who were not told, since their channel left the catalog.
        self.unreachable = self._counter("reporters_unreachable", "Reporters not told", "channel")
        # Records a batch: small ones mean the worker keeps up.
        self.batch_records = self._histogram("batch_records", "Records in a batch", _SIZES, "topic")
        # Seconds a batch spends in each stage.
        self.stage_seconds = self._histogram(
            "stage_seconds", "Seconds of a batch in a stage", _SECONDS, "stage"
        )
        # Records between the log's end and what is finished.
        self.lag = self._gauge("lag_records", "Records not yet finished", "topic", "partition")
        # Messages committed to Postgres and not yet confirmed by Kafka.
        self.outbox = self._gauge("outbox_messages", "Messages waiting in the outbox", "topic", "partition")
        # Scrapes at which Postgres did not say what waits in the outbox.
        self.outbox_unknown = self._counter("outbox_unknown", "Scrapes without an answer on the outbox")
        # Open incidents that this worker holds in memory.
        self.open_incidents = self._gauge("open_incidents", "Open incidents in memory")
        # Storms of reports that go on, of the keys that this worker holds.
        self.open_events = self._gauge("open_events", "Events that have not ended")
        # Messages about events confirmed by Kafka.
        self.event_messages = self._counter("event_messages_sent", "Messages of events", "agency", "kind")
        # Tries of webhooks: delivered, retried, failed (given up), gone (410); unreadable: no dispatch.
        self.webhook_tries = self._counter("webhook_tries", "Tries to deliver", "agency", "outcome")
        # Dispatches read from Kafka and not yet delivered, and how long the oldest has been waiting.
        self.webhook_waiting = self._gauge("webhook_waiting", "Deliveries that wait", "agency")
        self.webhook_oldest_s = self._gauge("webhook_oldest_waiting_seconds", "Age of the oldest", "agency")
        # Dead letters that nobody has resent.
        self.webhook_failed = self._gauge("webhook_failed", "Deliveries given up", "agency")
        # Scrapes at which Postgres did not say what waits.
        self.webhooks_unknown = self._counter("webhooks_unknown", "Scrapes without an answer on webhooks")

    def took(self, topic: str, records: int) -> None:
        """A batch of a topic was worked through."""
        self.read.labels(topic).inc(records)
        self.batch_records.labels(topic).observe(records)

    def add(self, counter: Counter, labels: Iterable[tuple[str, ...]]) -> None:
        """One more for each of these labels; counted first, since a labelled child costs a lookup."""
        for values, number in Tally(labels).items():
            counter.labels(*values).inc(number)

    def stages(self, clock: Callable[[], float] = time.perf_counter) -> "Stages":
        """Begin to time the stages of a batch."""
        return Stages(self.stage_seconds, clock)

    def sent(self, messages: Iterable[Message]) -> None:
        """Kafka has these; dispatches, feedback and messages about events count."""
        counters = {"dispatch": self.dispatches, "feedback": self.feedback, "event": self.event_messages}
        for (topic, type), number in Tally((m.topic, m.type) for m in messages).items():
            match type.split("."):
                case [_, "dispatch" | "feedback" | "event" as what, kind, _]:
                    counters[what].labels(topic.partition(".")[2], kind).inc(number)

    def page(self) -> bytes:
        """The page that Prometheus reads."""
        return generate_latest(self.registry)

    def _counter(self, name: str, text: str, *labels: str) -> Counter:
        return Counter(f"sinergi_{name}", text, labels, registry=self.registry)

    def _gauge(self, name: str, text: str, *labels: str) -> Gauge:
        return Gauge(f"sinergi_{name}", text, labels, registry=self.registry)

    def _histogram(self, name: str, text: str, buckets: tuple[float, ...], *labels: str) -> Histogram:
        return Histogram(f"sinergi_{name}", text, labels, buckets=buckets, registry=self.registry)


class Stages:
    """A watch for one batch: stages follow each other, so their times add up to the batch's."""

    def __init__(self, seconds: Histogram, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._clock = clock
        self._spent: dict[str, float] = {}
        self._began = clock()

    def lap(self, stage: str) -> None:
        """All since the last lap was spent on this stage."""
        now = self._clock()
        self._spent[stage] = self._spent.get(stage, 0.0) + now - self._began
        self._began = now

    def end(self) -> None:
        """The batch is done: show it."""
        for stage, seconds in self._spent.items():
            self._seconds.labels(stage).observe(seconds)
