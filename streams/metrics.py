"""Every figure that Prometheus reads, with a line on what it means; the watch has its own beside it.

Records are counted, never batches. Label values are bounded: topics, channels, agencies, codes and the like,
no ids, no paths. Names begin with `sinergi_`, which `Registry` adds.
"""

from collections import Counter as Tally
from collections.abc import Collection, Iterable
from datetime import datetime

from schemas.message import Message
from schemas.passage import Passage
from schemas.rejection import POISON, Rejection
from schemas.topics import owner_of
from streams.metering import Registry, Stages

_SIZES = (1, 3, 10, 30, 100, 300, 1_000, 3_000, 10_000)
_SECONDS = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30)
_TENTHS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1)
_ON_THE_WAY_S = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900, 3_600)
"""60 is the objective of deploy/prometheus/rules."""
_DISPATCH = "sinergi.dispatch."


class TracedMetrics(Registry):
    """Of every process that may make spans."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        # Spans of traces that the collector took (sent), or that it was away or too slow for (lost).
        self.spans = self.counter("trace_spans", "Spans of traces", "result")
        for result in ("sent", "lost"):
            self.spans.labels(result)

    def traced(self, result: str, spans: int) -> None:
        """What became of so many spans."""
        self.spans.labels(result).inc(spans)


class ReadingMetrics(TracedMetrics):
    """Of every process that works through topics."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        # Records taken from a topic and worked through, redeliveries included.
        self.read = self.counter("records_read", "Records read and worked through", "topic")
        # Records a batch: small ones mean the worker keeps up.
        self.batch_records = self.histogram("batch_records", "Records in a batch", _SIZES, "topic")

    def took(self, topic: str, records: int) -> None:
        """A batch of a topic was worked through."""
        self.read.labels(topic).inc(records)
        self.batch_records.labels(topic).observe(records)


class WorkerMetrics(ReadingMetrics):
    """Of every process that is a worker of Faust's."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        # Seconds a batch spends in each stage.
        self.stage_seconds = self.histogram(
            "stage_seconds", "Seconds of a batch in a stage", _SECONDS, "stage"
        )
        # Seconds of the processor that the agents' thread spent meanwhile.
        self.stage_cpu_seconds = self.counter("stage_cpu_seconds", "Processor seconds in a stage", "stage")
        # Seconds from the beginning of a batch's transaction until it was committed, thinking included.
        self.transaction_seconds = self.histogram(
            "transaction_seconds", "Seconds of a transaction", _SECONDS, "agent"
        )
        # Times that this worker's partitions were given out anew.
        self.rebalances = self.counter("rebalances", "Rebalances")
        # 1 for each partition that this worker owns and reads.
        self.owned = self.gauge("partition_owned", "Partitions owned, each 1", "topic", "partition")

    def stages(self) -> Stages:
        """Begin to time the stages of a batch."""
        return Stages(self.stage_seconds, self.stage_cpu_seconds)


class Metrics(WorkerMetrics):
    """Of triage and resolve, and of what runs beside them."""

    def __init__(self, process: str) -> None:
        super().__init__(process)
        # Reports understood by triage and confirmed by Kafka.
        self.classified = self.counter("reports_classified", "Reports classified", "channel", "family")
        # How sure triage was of each report's category; a model going stale shows here.
        self.confidence = self.histogram(
            "classification_confidence", "Confidence of classifications", _TENTHS, "channel"
        )
        # Reports that an operator should look at, by why; one report may have several reasons.
        self.for_review = self.counter("reports_for_review", "Reports to be looked at", "channel", "code")
        # Records refused, by the code of the reason; the rejections themselves say more.
        self.rejected = self.counter("records_rejected", "Records refused", "topic", "code")
        # When a record was last set aside, since our own code fails on it.
        self.set_aside_s = self.gauge(
            "record_set_aside_timestamp_seconds", "When a record was last set aside", "topic"
        )
        # Reports written to Postgres, by what they did to the incidents.
        self.recorded = self.counter("reports_recorded", "Reports recorded", "channel", "decision")
        # Reports that came again and were recorded already.
        self.redelivered = self.counter("reports_redelivered", "Reports that came again", "channel")
        # Corrections carried out or refused; one between two keys is under way first, then applied.
        self.corrections = self.counter("corrections", "Corrections", "kind", "result")
        # What agencies, partners and the operator said, taken in or refused.
        self.progress = self.counter("progress", "What agencies said", "said", "result")
        # What reporters answered when asked whether it is fixed, taken in or refused.
        self.replies = self.counter("replies", "Replies of reporters", "answer", "result")
        # Versions of incidents confirmed by Kafka.
        self.dispatches = self.counter("dispatches_sent", "Dispatches sent", "agency", "kind")
        # From Kafka's time stamp of a report until Kafka confirmed the dispatch that tells of it.
        self.on_the_way = self.histogram(
            "dispatch_seconds", "Seconds from report to dispatch", _ON_THE_WAY_S, "channel", "agency"
        )
        # Messages to citizens confirmed by Kafka.
        self.feedback = self.counter("feedback_sent", "Feedback sent", "channel", "kind")
        # Messages about events confirmed by Kafka.
        self.event_messages = self.counter("event_messages_sent", "Messages of events", "agency", "kind")
        # Reporters who were not told, since their channel left the catalog.
        self.unreachable = self.counter("reporters_unreachable", "Reporters not told", "channel")
        # Open incidents that this worker holds in memory.
        self.open_incidents = self.gauge("open_incidents", "Open incidents in memory")
        # Storms of reports that go on, of the keys that this worker holds.
        self.open_events = self.gauge("open_events", "Events that have not ended")

    def refused(self, rejections: Collection[Rejection]) -> None:
        """These were refused; those of them that are poison were set aside just now."""
        self.add(self.rejected, ((one.topic, one.code) for one in rejections))
        for topic in {one.topic for one in rejections if one.code == POISON}:
            self.set_aside_s.labels(topic).set_to_current_time()

    def sent(self, messages: Iterable[Message], at: datetime) -> None:
        """Kafka has these since `at`; dispatches, feedback and messages about events count."""
        tally: Tally[tuple[str, str]] = Tally()
        for message in messages:
            type = message.type
            tally[message.topic, type] += 1
            if type.startswith(_DISPATCH) and (passage := message.passage):
                self._arrived(passage, owner_of(message.topic), at)
        counters = {"dispatch": self.dispatches, "feedback": self.feedback, "event": self.event_messages}
        for (topic, type), number in tally.items():
            match type.split("."):
                case [_, "dispatch" | "feedback" | "event" as what, kind, _]:
                    counters[what].labels(owner_of(topic), kind).inc(number)

    def _arrived(self, passage: Passage, agency: str, at: datetime) -> None:
        seconds = max(0.0, (at - passage.arrived_at).total_seconds())
        trace = {"trace_id": passage.trace_id} if passage.trace_id else None
        self.on_the_way.labels(passage.channel, agency).observe(seconds, trace)


class WebhookMetrics(ReadingMetrics):
    """Of the worker that delivers over HTTP."""

    def __init__(self) -> None:
        super().__init__("webhooks")
        # Tries of webhooks: delivered, retried, failed (given up), gone (410); unreadable: no dispatch.
        self.tries = self.counter("webhook_tries", "Tries to deliver", "agency", "outcome")
        # Dispatches read from Kafka and not yet delivered, and how long the oldest has been waiting.
        self.waiting = self.gauge("webhook_waiting", "Deliveries that wait", "agency")
        self.oldest_s = self.gauge("webhook_oldest_waiting_seconds", "Age of the oldest", "agency")
        # Dead letters that nobody has resent.
        self.failed = self.gauge("webhook_failed", "Deliveries given up", "agency")
        # Scrapes at which Postgres did not say what waits.
        self.unknown = self.counter("webhooks_unknown", "Scrapes without an answer on webhooks")


class HttpMetrics(TracedMetrics):
    """Of every process that serves more over HTTP than its own figures.

    They are named after it: `sinergi_intake_requests_total`, `sinergi_board_requests_total`, and so on.
    """

    def __init__(self, process: str) -> None:
        super().__init__(process)
        # Requests answered, by the route that took them ("none" where none did).
        self.requests = self.counter(f"{process}_requests", "Requests answered", "method", "route", "status")
        # Seconds until the answer was sent.
        self.seconds = self.histogram(f"{process}_seconds", "Seconds of a request", _SECONDS, "route")
        # Records that Kafka confirmed.
        self.published = self.counter(f"{process}_published", "Records confirmed by Kafka", "topic")
        # Requests refused, by the code of the reason (see the words.py of what serves).
        self.refused = self.counter(f"{process}_refused", "Requests refused", "code")


class IntakeMetrics(HttpMetrics):
    """Of the HTTP intake."""

    def __init__(self) -> None:
        super().__init__("intake")


class BoardMetrics(HttpMetrics):
    """Of the board."""

    def __init__(self) -> None:
        super().__init__("board")
        # Incidents that are open, as the board shows them.
        self.incidents = self.gauge("board_incidents", "Open incidents held")
        # Whether what it shows is what Postgres holds: 1, or 0 while it cannot hear of changes.
        self.hears = self.gauge("board_hears_changes", "1 while it hears of changes")
        # Times that all was read anew, by why: start, reconnected, flood.
        self.read_anew = self.counter("board_read_anew", "All incidents read anew", "why")
        # Rows of incidents that were read since they changed.
        self.changes = self.counter("board_changes", "Changed incidents read")
        # Windows that are told of changes as they come.
        self.browsers = self.gauge("board_browsers", "Browsers that follow")
        # Browsers that did not take what they were told, and have to load anew.
        self.slow = self.counter("board_slow_browsers", "Browsers that were too slow")
        # Tries to sign in: done, refused (wrong name or password), limited (too many), away (the provider).
        self.sign_ins = self.counter("board_sign_ins", "Tries to sign in", "result")
        for result in ("done", "refused", "limited", "away"):
            self.sign_ins.labels(result)
