"""Passwords by one request (AlterUserScramCredentials 0), since Kafka's tool takes seconds for each."""

import hashlib
import secrets
from collections.abc import Mapping
from typing import ClassVar

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.protocol.api import Request, RequestStruct, Response
from aiokafka.protocol.types import (
    CompactArray,
    CompactBytes,
    CompactString,
    Int8,
    Int16,
    Int32,
    Schema,
    TaggedFields,
)

SHA_512, ITERATIONS = 2, 4096


class Altered(Response):
    API_KEY = 51
    API_VERSION = 0
    SCHEMA = Schema(
        ("throttle_time_ms", Int32),
        (
            "results",
            CompactArray(
                ("user", CompactString()),
                ("error", Int16),
                ("reason", CompactString()),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class Alteration(RequestStruct):
    FLEXIBLE_VERSION = True
    API_KEY = 51
    API_VERSION = 0
    RESPONSE_TYPE = Altered
    SCHEMA = Schema(
        ("deletions", CompactArray(("user", CompactString()), ("mechanism", Int8), ("tags", TaggedFields))),
        (
            "upsertions",
            CompactArray(
                ("user", CompactString()),
                ("mechanism", Int8),
                ("iterations", Int32),
                ("salt", CompactBytes),
                ("salted", CompactBytes),
                ("tags", TaggedFields),
            ),
        ),
        ("tags", TaggedFields),
    )


class Alter(Request[Alteration]):
    API_KEY: ClassVar[int] = 51

    def __init__(self, passwords: Mapping[str, str]) -> None:
        self._passwords = passwords

    def build(self, request_struct_class: type[Alteration]) -> Alteration:
        return request_struct_class([], [_row(*one) for one in self._passwords.items()], {})


async def give_passwords(admin: AIOKafkaAdminClient, passwords: Mapping[str, str]) -> None:
    answer = await admin._send_to_controller(Alter(passwords))
    assert [(name, reason) for name, error, reason, _ in answer.results if error] == []


def _row(name: str, password: str) -> tuple[object, ...]:
    salt = secrets.token_bytes(16)
    salted = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, ITERATIONS)
    return (name, SHA_512, ITERATIONS, salt, salted, {})
