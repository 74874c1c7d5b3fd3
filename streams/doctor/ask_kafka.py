"""Asks a cluster about itself: only by requests that change nothing, each with a bound."""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from aiokafka.client import AIOKafkaClient
from aiokafka.coordinator.protocol import ConsumerProtocol
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    IncompatibleBrokerVersion,
    KafkaError,
    NoError,
    TopicAuthorizationFailedError,
    for_code,
)
from aiokafka.protocol.admin import ApiVersionRequest, DescribeConfigsRequest

from sinks import acls
from sinks.acls import Acl, Operation
from sinks.kafka_access import client_options
from sinks.kafka_clients import bootstrap
from streams.connections import UnreachableError, no_broker
from streams.doctor.api_support import lacking
from streams.doctor.kafka_facts import Broker, Group, Kafka, Member, Partition, Topic
from streams.doctor.kafka_requests import Groups, Metadata
from streams.settings import KafkaSettings
from streams.stack.embedded_name import is_embedded

ANSWER_S = 5.0
"""One request; a broker that needs longer is not well."""
BETWEEN_LOOKS_S = 0.5
CONFIGS = ("cleanup.policy", "retention.ms", "retention.bytes", "min.insync.replicas", "max.message.bytes")
_TOPIC = 2


async def ask_kafka(
    settings: KafkaSettings, topics: Sequence[str], groups: Sequence[str], *, seconds: float
) -> Kafka:
    """All that is to be known; its groups are looked at again and again for so many seconds.

    Raises `UnreachableError`.
    """
    try:
        async with _client(settings) as client:
            return await _ask(client, settings, topics, groups, seconds)
    except (NotImplementedError, IncompatibleBrokerVersion) as error:
        raise UnreachableError(
            f"the brokers are too old for this version: {error}; Kafka 4 is needed"
        ) from error
    except (KafkaError, TimeoutError) as error:
        raise no_broker(settings, error) from error


async def _ask(
    client: AIOKafkaClient,
    settings: KafkaSettings,
    topics: Sequence[str],
    groups: Sequence[str],
    seconds: float,
) -> Kafka:
    everything = await _send(client, Metadata(None))
    named = await _send(client, Metadata(topics))
    brokers = await asyncio.gather(*(_broker(client, settings, one) for one in everything.brokers))
    embedded = is_embedded(everything.cluster)
    found = _topics([*everything.topics, *named.topics])
    # The embedded broker hangs up at a question about settings, and takes every one about rights for granted.
    config, unread = ({}, None) if embedded else await _configs(client, sorted(found.keys() & set(topics)))
    guarded, rights = (None, None) if embedded else await _guarded(client)
    answering = [broker.id for broker in brokers if broker.away is None]
    return Kafka(
        cluster=everything.cluster,
        controller=everything.controller if everything.controller >= 0 else None,
        brokers=tuple(sorted(brokers, key=lambda broker: broker.id)),
        topics={
            name: Topic(_partitions(one[3]), _may(one[4]), config.get(name, {}))
            for name, one in found.items()
        },
        hidden=frozenset(one[1] for one in named.topics if one[0] == TopicAuthorizationFailedError.errno),
        unread=unread,
        guarded=guarded,
        acls=rights,
        looks=await _looks(client, answering, groups, seconds),
        embedded=embedded,
    )


@asynccontextmanager
async def _client(settings: KafkaSettings) -> AsyncIterator[AIOKafkaClient]:
    client = AIOKafkaClient(**client_options(settings), request_timeout_ms=round(ANSWER_S * 1000))
    try:
        await bootstrap(client, settings)
        yield client
    finally:
        await client.close()


async def _send(client: AIOKafkaClient, request: object, node: int | None = None) -> Any:  # noqa: ANN401
    async with asyncio.timeout(ANSWER_S):
        return await client.send(client.get_random_node() if node is None else node, request)


async def _broker(client: AIOKafkaClient, settings: KafkaSettings, told: Sequence[Any]) -> Broker:
    id, host, port, *_ = told
    address = f"{host}:{port}"
    try:
        answer = await _send(client, ApiVersionRequest(), id)
    except (KafkaError, TimeoutError) as error:
        return Broker(id, address, away=str(error) or type(error).__name__)
    return Broker(
        id, address, lacks=lacking({key: (low, high) for key, low, high in answer.api_versions}, settings)
    )


def _topics(told: Iterable[Sequence[Any]]) -> Mapping[str, Sequence[Any]]:
    """Those that are there, by name, without Kafka's own."""
    return {
        one[1]: one for one in told if one[0] == NoError.errno and not one[2] and not one[1].startswith("__")
    }


def _partitions(told: Iterable[Sequence[Any]]) -> tuple[Partition, ...]:
    found = (
        Partition(number, leader if leader >= 0 else None, tuple(replicas), tuple(in_sync))
        for _, number, leader, _, replicas, in_sync, _ in told
    )
    return tuple(sorted(found, key=lambda partition: partition.number))


def _may(bits: int) -> frozenset[Operation] | None:
    """What is allowed; a negative number says that nothing is told."""
    return None if bits < 0 else frozenset(one for one in Operation if bits >> one & 1)


async def _configs(
    client: AIOKafkaClient, topics: Sequence[str]
) -> tuple[dict[str, dict[str, str]], str | None]:
    """Settings of topics, and why some could not be read."""
    if not topics:
        return {}, None
    try:
        answer = await _send(
            client, DescribeConfigsRequest([(_TOPIC, name, list(CONFIGS)) for name in topics])
        )
    except (KafkaError, TimeoutError) as error:
        return {}, str(error) or type(error).__name__
    refused = {for_code(code).__name__ for code, *_ in answer.resources if code != NoError.errno}
    found = {name: {key: value for key, value, *_ in entries} for _, _, _, name, entries in answer.resources}
    return found, ", ".join(sorted(refused)) or None


async def _guarded(client: AIOKafkaClient) -> tuple[bool | None, frozenset[Acl] | None]:
    """Whether the brokers check rights, and which there are, as far as this account may know."""
    try:
        return True, acls.told(await _send(client, acls.question()))
    except acls.NotGuardedError:
        return False, None
    except acls.RightsError:
        return True, None
    except (KafkaError, TimeoutError):
        return None, None


async def _looks(
    client: AIOKafkaClient, brokers: Sequence[int], groups: Sequence[str], seconds: float
) -> tuple[Mapping[str, Group], ...]:
    """The groups at several moments, so that what comes and goes is seen."""
    looks = [await _look(client, brokers, groups)]
    for _ in range(max(1, round(seconds / BETWEEN_LOOKS_S))):
        await asyncio.sleep(BETWEEN_LOOKS_S)
        looks.append(await _look(client, brokers, groups))
    return tuple(looks)


async def _look(client: AIOKafkaClient, brokers: Sequence[int], groups: Sequence[str]) -> Mapping[str, Group]:
    """Every broker is asked: to ask who coordinates would make Kafka's own topic where there is none."""
    answers = await asyncio.gather(
        *(_send(client, Groups(groups), broker) for broker in brokers), return_exceptions=True
    )
    found: dict[str, Group] = {}
    for answer in answers:
        if isinstance(answer, KafkaError | TimeoutError):
            continue  # A broker that went away meanwhile; what it coordinated is missing in this look.
        if isinstance(answer, BaseException):
            raise answer
        for error, name, state, _, _, members, may in answer.groups:
            if error == GroupAuthorizationFailedError.errno:
                found[name] = Group("", refused=True)
            elif error == NoError.errno:
                found[name] = Group(state, tuple(map(_member, members)), _may(may))
    return found


def _member(told: Sequence[Any]) -> Member:
    id, instance, _, host, _, assignment = told
    decoded = ConsumerProtocol.ASSIGNMENT.decode(assignment).partitions() if assignment else None
    partitions = None if decoded is None else frozenset((tp.topic, tp.partition) for tp in decoded)
    return Member(id, instance, host.lstrip("/"), partitions)
