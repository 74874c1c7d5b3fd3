"""Whether a broker speaks what workers say."""

from collections.abc import Iterator, Mapping

from aiokafka.protocol.api import Request
from aiokafka.protocol.commit import OffsetCommitRequest, OffsetFetchRequest
from aiokafka.protocol.coordination import FindCoordinatorRequest
from aiokafka.protocol.fetch import FetchRequest
from aiokafka.protocol.group import HeartbeatRequest, JoinGroupRequest, LeaveGroupRequest, SyncGroupRequest
from aiokafka.protocol.metadata import MetadataRequest
from aiokafka.protocol.offset import OffsetRequest
from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.transaction import InitProducerIdRequest

from streams.settings import KafkaSettings

_ALWAYS = (
    ProduceRequest,
    FetchRequest,
    OffsetRequest,
    MetadataRequest,
    OffsetCommitRequest,
    OffsetFetchRequest,
    FindCoordinatorRequest,
    JoinGroupRequest,
    HeartbeatRequest,
    LeaveGroupRequest,
    SyncGroupRequest,
)
STATIC_SINCE = 5
"""The version of JoinGroup from which a member may have a name that stays."""


def lacking(versions: Mapping[int, tuple[int, int]], settings: KafkaSettings) -> tuple[str, ...]:
    """Requests that workers make and a broker does not know; `versions` is what it says of itself, by key."""
    return tuple(_lacking(versions, settings))


def _lacking(versions: Mapping[int, tuple[int, int]], settings: KafkaSettings) -> Iterator[str]:
    for request in (*_ALWAYS, *([InitProducerIdRequest] if settings.idempotent else [])):
        if not _spoken(request, versions):
            yield request.__name__.removesuffix("Request")
    _, newest = versions.get(JoinGroupRequest.API_KEY, (0, 0))
    if settings.instance and newest < STATIC_SINCE:
        yield "static members"


def _spoken(request: type[Request], versions: Mapping[int, tuple[int, int]]) -> bool:
    low, high = versions.get(request.API_KEY, (0, -1))
    # aiokafka, which is pinned, tells its own versions nowhere else.
    return any(low <= one.API_VERSION <= high for one in request._CLASSES)  # noqa: SLF001
