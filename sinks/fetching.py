"""Whether a consumer of aiokafka still fetches: if not, aiokafka says nothing, and nothing comes."""

from aiokafka import AIOKafkaConsumer
from aiokafka.errors import KafkaError


def heed_fetching(consumer: AIOKafkaConsumer) -> None:
    """Raises `KafkaError` if it fetches no more.

    In aiokafka 0.14 a race ends it where the leader of a partition changes while its committed offset is
    asked for (`Fetcher._set_error`).
    """
    fetching = consumer._fetcher.error_future if consumer._fetcher else None  # noqa: SLF001
    if fetching and fetching.done() and not consumer._closed:  # noqa: SLF001
        fetching.result()
        raise KafkaError("the consumer fetches no more")
