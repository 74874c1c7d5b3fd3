"""A cluster of which the broker that was asked is away."""

import pytest
from aiokafka.errors import ClusterAuthorizationFailedError, KafkaError, NodeNotReadyError

from streams.connections import UnreachableError, cluster_of, to_kafka
from streams.settings import KafkaSettings


def _answering(monkeypatch: pytest.MonkeyPatch, *answers: str | KafkaError) -> None:
    left = list(answers)

    async def ask(_: KafkaSettings) -> str:
        answer = left.pop(0)
        if isinstance(answer, KafkaError):
            raise answer
        return answer

    monkeypatch.setattr(to_kafka, "cluster_id", ask)
    monkeypatch.setattr(to_kafka, "BROKER_POLL_S", 0)


async def test_another_is_asked_within_the_time(monkeypatch: pytest.MonkeyPatch):
    _answering(monkeypatch, NodeNotReadyError(), "one")
    assert await cluster_of(KafkaSettings(), wait_s=60) == "one"


async def test_nobody_is_asked_again_without_time(monkeypatch: pytest.MonkeyPatch):
    _answering(monkeypatch, NodeNotReadyError(), "one")
    with pytest.raises(UnreachableError):
        await cluster_of(KafkaSettings())


async def test_a_refusal_is_not_asked_for_again(monkeypatch: pytest.MonkeyPatch):
    _answering(monkeypatch, ClusterAuthorizationFailedError(), "one")
    with pytest.raises(UnreachableError):
        await cluster_of(KafkaSettings(), wait_s=60)
