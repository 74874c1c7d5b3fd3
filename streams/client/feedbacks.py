"""`Feedbacks`: what a channel tells its reporters."""

from pathlib import Path

from schemas import topics
from schemas.feedback import Feedback
from streams.client.brokers import Brokers, access_of
from streams.client.log import PATIENCE_S, KafkaLog, Record
from streams.client.memory import Memory
from streams.client.reader import Read, Reader, Unread, read_as, where


class Feedbacks(Reader[Feedback | Unread]):
    """What one channel must tell its reporters, each message once, a reporter's in their order.

    Everything else is as in `Dispatches`.
    """

    def __init__(
        self,
        channel: str,
        *,
        brokers: Brokers,
        memory: Memory | Path | str,
        patience_s: float = PATIENCE_S,
        accept_gap: bool = False,
    ) -> None:
        topic = topics.feedback(channel)
        log = KafkaLog(topic, access_of(brokers), patience_s=patience_s, accept_gap=accept_gap)
        super().__init__(topic, log, memory, read_feedback)


def read_feedback(record: Record) -> Read[Feedback | Unread]:
    """What a record of `feedback.<channel>` tells."""
    found = read_as(Feedback, record)
    return Read(found, found.id if isinstance(found, Feedback) else where(record), 1)
