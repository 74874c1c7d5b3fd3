"""Rights on Kafka (ACLs): asked for, made and removed.

aiokafka's admin client has no methods for them, but its protocol has the requests; here each carries many.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any, ClassVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import ClusterAuthorizationFailedError, NoError, SecurityDisabled, for_code
from aiokafka.protocol.admin import CreateAclsRequest_v1, DeleteAclsRequest_v1, DescribeAclsRequest
from aiokafka.protocol.api import Request

AT_ONCE = 200
"""Rights in one request: the controller writes them down in one batch, which has a bound."""
_ANY = 1
_ALLOW = 3
_EVERY_HOST = "*"


class Resource(IntEnum):
    """What a right is about; numbers of Kafka's protocol (ResourceType)."""

    TOPIC = 2
    GROUP = 3
    CLUSTER = 4


class Pattern(IntEnum):
    """How a resource is named: by itself, or with all whose names begin so (PatternType)."""

    LITERAL = 3
    PREFIXED = 4


class Operation(IntEnum):
    """What may be done (AclOperation). Whoever may read or write may describe, too."""

    READ = 3
    WRITE = 4
    CREATE = 5
    DELETE = 6
    ALTER = 7
    DESCRIBE = 8
    CLUSTER_ACTION = 9
    DESCRIBE_CONFIGS = 10
    ALTER_CONFIGS = 11
    IDEMPOTENT_WRITE = 12


@dataclass(frozen=True, slots=True, order=True)
class Acl:
    """`principal` (`User:triage`) may do one thing from every host."""

    principal: str
    resource: Resource
    name: str
    operation: Operation
    pattern: Pattern = Pattern.LITERAL


class RightsError(Exception):
    """Rights cannot be read or changed, in words for a person."""


class NotGuardedError(RightsError):
    """The brokers check no rights at all."""


class _Create(Request[CreateAclsRequest_v1]):  # type: ignore[misc]
    API_KEY: ClassVar[int] = CreateAclsRequest_v1.API_KEY

    def __init__(self, rows: Sequence[tuple[object, ...]]) -> None:
        self._rows = rows

    def build(self, request_struct_class: type[CreateAclsRequest_v1]) -> CreateAclsRequest_v1:
        return request_struct_class(self._rows)


class _Delete(Request[DeleteAclsRequest_v1]):  # type: ignore[misc]
    API_KEY: ClassVar[int] = DeleteAclsRequest_v1.API_KEY

    def __init__(self, rows: Sequence[tuple[object, ...]]) -> None:
        self._rows = rows

    def build(self, request_struct_class: type[DeleteAclsRequest_v1]) -> DeleteAclsRequest_v1:
        return request_struct_class(self._rows)


async def acls(admin: AIOKafkaAdminClient) -> frozenset[Acl]:
    """All that allow something from every host, on topics, groups and the cluster.

    Raises `RightsError`, `KafkaError`.
    """
    return told(await admin._send_request(question()))  # noqa: SLF001


def question() -> DescribeAclsRequest:
    """What asks any broker for all of them."""
    return DescribeAclsRequest(_ANY, None, _ANY, None, None, _ANY, _ANY)


def told(answer: Any) -> frozenset[Acl]:  # noqa: ANN401
    """What it answers. Raises `RightsError`, of which `NotGuardedError` where everybody may do everything."""
    _refused(answer.error_code, answer.error_message)
    return frozenset(
        Acl(principal, Resource(kind), name, Operation(operation), Pattern(pattern))
        for kind, name, pattern, rights in answer.resources
        for principal, host, operation, permission in rights
        if host == _EVERY_HOST and permission == _ALLOW and _known(kind, pattern, operation)
    )


async def make(admin: AIOKafkaAdminClient, wanted: Iterable[Acl]) -> None:
    """Make these; one that is there stays as it is. Raises `RightsError`, `KafkaError`."""
    for rows in _pages(wanted):
        answer = await admin._send_request(_Create(rows))  # noqa: SLF001
        for code, message in answer.creation_responses:
            _refused(code, message)


async def remove(admin: AIOKafkaAdminClient, unwanted: Iterable[Acl]) -> None:
    """Remove exactly these. Raises `RightsError`, `KafkaError`."""
    for rows in _pages(unwanted):
        answer = await admin._send_request(_Delete(rows))  # noqa: SLF001
        for code, message, matching in answer.filter_responses:
            _refused(code, message)
            for inner, why, *_ in matching:
                _refused(inner, why)


def _pages(rights: Iterable[Acl]) -> Iterable[list[tuple[object, ...]]]:
    rows: list[tuple[object, ...]] = [
        (one.resource, one.name, one.pattern, one.principal, _EVERY_HOST, one.operation, _ALLOW)
        for one in sorted(rights)
    ]
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))


def _known(kind: int, pattern: int, operation: int) -> bool:
    return kind in set(Resource) and pattern in set(Pattern) and operation in set(Operation)


def _refused(code: int, message: str | None) -> None:
    if code == SecurityDisabled.errno:
        raise NotGuardedError("the brokers check no rights: set `authorizer.class.name` on them")
    if code == ClusterAuthorizationFailedError.errno:
        raise RightsError(
            "this account may not see or change rights: on the cluster it needs Describe to see them, and "
            "Alter to change them"
        )
    if code != NoError.errno:
        raise RightsError(f"{for_code(code).__name__}: {message or 'no reason was given'}")
