"""How peers on librdkafka are configured, and how they send decisions: by the batch, each confirmed."""

from collections.abc import Sequence

from confluent_kafka import KafkaError, KafkaException, Message, Producer

from tests.bench.engine.job import Job

READS = {
    # It sleeps so long, by default a second, when its queue is full.
    "fetch.queue.backoff.ms": 10,
    "queued.min.messages": 100_000,
    "fetch.wait.max.ms": 100,
}
STORES = {
    # It commits every second what it was told is done.
    "enable.auto.commit": True,
    "enable.auto.offset.store": False,
    "auto.commit.interval.ms": 1_000,
}
WRITES = {
    "acks": "all",
    "linger.ms": 0,
    "batch.num.messages": 10_000,
    "batch.size": 1 << 20,
    "queue.buffering.max.messages": 1_000_000,
    "partitioner": "murmur2_random",  # As all others share out keys.
}


def consumer_config(job: Job) -> dict[str, object]:
    """For a loop that says by `store_offsets` what is done."""
    return {
        "bootstrap.servers": job.brokers,
        "group.id": job.group,
        "auto.offset.reset": "earliest",
        **STORES,
        **READS,
    }


class Decisions:
    """Sends decisions to the job's topic."""

    def __init__(self, job: Job) -> None:
        self._topic = job.writes
        self._producer = Producer({"bootstrap.servers": job.brokers, **WRITES})
        self._failed: list[KafkaError] = []

    def send(self, messages: Sequence[dict[str, bytes]]) -> None:
        """Returns once Kafka has all of them. Raises `KafkaException`."""
        queued = self._producer.produce_batch(self._topic, messages, on_delivery=self._delivered)
        if queued != len(messages) or self._producer.flush(60) or self._failed:
            raise KafkaException(self._failed[0] if self._failed else f"sent {queued} of {len(messages)}")

    def _delivered(self, error: KafkaError | None, _message: Message) -> None:
        if error is not None:
            self._failed.append(error)
