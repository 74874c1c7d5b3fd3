"""Two requests in versions that aiokafka 0.14 does not have, for what only these tell.

`Metadata` 8 tells what we may do to a topic, and never makes one; `DescribeGroups` 4 tells static members
(and aiokafka reads its own version 3 as if it were 2). Field by field as in Kafka's protocol guide.
"""

from collections.abc import Sequence
from typing import ClassVar

from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import Array, Boolean, Bytes, Int16, Int32, Schema, String


class MetadataResponse(Response):  # type: ignore[misc]
    """Brokers, topics, partitions, and what we may do."""

    API_KEY = 3
    API_VERSION = 8
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        ("brokers", Array(("id", Int32), ("host", String()), ("port", Int32), ("rack", String()))),
        ("cluster", String()),
        ("controller", Int32),
        (
            "topics",
            Array(
                ("error", Int16),
                ("name", String()),
                ("internal", Boolean),
                (
                    "partitions",
                    Array(
                        ("error", Int16),
                        ("number", Int32),
                        ("leader", Int32),
                        ("leader_epoch", Int32),
                        ("replicas", Array(Int32)),
                        ("in_sync", Array(Int32)),
                        ("offline", Array(Int32)),
                    ),
                ),
                ("may", Int32),
            ),
        ),
        ("may_cluster", Int32),
    )


class MetadataQuestion(RequestStruct):  # type: ignore[misc]
    """Version 8."""

    API_KEY = 3
    API_VERSION = 8
    RESPONSE_TYPE = MetadataResponse
    SCHEMA = Schema(
        ("topics", Array(String())),
        ("make_topics", Boolean),
        ("may_cluster", Boolean),
        ("may_topics", Boolean),
    )


class Metadata(Request[MetadataQuestion]):  # type: ignore[misc]
    """Of the topics named, or of all that we may see."""

    API_KEY: ClassVar[int] = 3

    def __init__(self, topics: Sequence[str] | None) -> None:
        self._topics = None if topics is None else list(topics)

    def build(self, request_struct_class: type[MetadataQuestion]) -> MetadataQuestion:
        """As aiokafka asks for it."""
        return request_struct_class(self._topics, False, False, True)


class GroupsResponse(Response):  # type: ignore[misc]
    """States and members."""

    API_KEY = 15
    API_VERSION = 4
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "groups",
            Array(
                ("error", Int16),
                ("name", String()),
                ("state", String()),
                ("protocol_type", String()),
                ("protocol", String()),
                (
                    "members",
                    Array(
                        ("id", String()),
                        ("instance", String()),
                        ("client", String()),
                        ("host", String()),
                        ("metadata", Bytes),
                        ("assignment", Bytes),
                    ),
                ),
                ("may", Int32),
            ),
        ),
    )


class GroupsQuestion(RequestStruct):  # type: ignore[misc]
    """Version 4."""

    API_KEY = 15
    API_VERSION = 4
    RESPONSE_TYPE = GroupsResponse
    SCHEMA = Schema(("groups", Array(String())), ("may", Boolean))


class Groups(Request[GroupsQuestion]):  # type: ignore[misc]
    """To be asked of the groups' coordinator."""

    API_KEY: ClassVar[int] = 15

    def __init__(self, groups: Sequence[str]) -> None:
        self._groups = list(groups)

    def build(self, request_struct_class: type[GroupsQuestion]) -> GroupsQuestion:
        """As aiokafka asks for it."""
        return request_struct_class(self._groups, True)
