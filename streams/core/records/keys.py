"""Keys of reporters as records of `reporter.keys`, there and back."""

from uuid import UUID

from pydantic import ValidationError

from schemas.message import Message
from schemas.reporter_key import ReporterKey
from schemas.topics import REPORTER_KEYS


def key_record(id: UUID, secret: bytes) -> Message:
    """A key that was made."""
    value = ReporterKey.made({"secret": secret}).to_json()
    return Message(REPORTER_KEYS, str(id).encode(), value, ())


def destroyed_record(id: UUID) -> Message:
    """A key that was destroyed: Kafka removes what it holds of it."""
    return Message(REPORTER_KEYS, str(id).encode(), b"", ())


def read_key(key: bytes | None, value: bytes | None) -> tuple[UUID, bytes | None] | None:
    """Id and secret, which is None once it was destroyed; None for what is no key."""
    try:
        id = UUID((key or b"").decode())
        return id, ReporterKey.model_validate_json(value).secret if value else None
    except (ValueError, ValidationError):
        return None
