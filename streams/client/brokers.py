"""How adapters and agencies name the brokers."""

from collections.abc import Sequence
from typing import TypeAlias

from sinks.kafka_access import KafkaAccess

Brokers: TypeAlias = str | Sequence[str] | KafkaAccess
"""`host:port`, several with commas or as a list; with an account or TLS, a `KafkaAccess`."""


def access_of(brokers: Brokers) -> KafkaAccess:
    """The same in one form; addresses alone are spoken to in plain text."""
    if isinstance(brokers, KafkaAccess):
        return brokers
    return KafkaAccess.model_validate({"brokers": brokers if isinstance(brokers, str) else tuple(brokers)})


def addresses(kafka: KafkaAccess) -> str:
    """`host:port`, several with commas between them."""
    return ",".join(kafka.brokers)
