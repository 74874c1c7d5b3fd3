"""Whether the brokers are there, and speak what workers say."""

from collections.abc import Iterator

from streams.doctor.kafka_facts import Kafka
from streams.findings import Finding, counted, wrong

_ABOUT = "brokers"


def brokers(kafka: Kafka) -> Iterator[Finding]:
    """Each that is away or too old; the controller."""
    for broker in kafka.brokers:
        if broker.away is not None:
            yield wrong(
                _ABOUT,
                f"broker {broker.id} at {broker.address} does not answer: {broker.away}",
                "see whether it runs, and whether its advertised address is reached from here",
            )
        elif broker.lacks:
            yield wrong(
                _ABOUT,
                f"broker {broker.id} at {broker.address} does not know: {', '.join(broker.lacks)}",
                "Sinergi needs Apache Kafka 4 or newer",
            )
    if kafka.controller is None:
        yield wrong(
            _ABOUT,
            "the cluster has no controller: no partition can get a new leader, no topic be made",
            "see whether most of the controllers run, and read their logs",
        )
    answering = sum(broker.away is None for broker in kafka.brokers)
    kind = (
        "the embedded broker, which keeps topics in memory" if kafka.embedded else f"cluster {kafka.cluster}"
    )
    yield Finding(_ABOUT, f"{answering} of {counted(len(kafka.brokers), 'broker')} answer; {kind}")
