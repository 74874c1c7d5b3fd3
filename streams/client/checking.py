"""What is to be sent, checked by the very rules by which Sinergi takes it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pydantic_core import PydanticSerializationError, to_json

from schemas.contract import Contract
from streams.client.errors import Refused
from streams.core.normalize import RECORD_BYTES, parsed
from streams.core.storable import Fault, unstorable

C = TypeVar("C", bound=Contract)


@dataclass(frozen=True, slots=True)
class Checked(Generic[C]):
    """A message that is in order, and its bytes as they will be sent."""

    message: C
    value: bytes


def checked(contract: type[C], content: C | Mapping[str, object]) -> Checked[C]:
    """All that can be known without the catalog and the incidents. Raises `Refused`."""
    value = _written(content)
    found = parsed(value, contract)
    if isinstance(found, Fault):
        raise _refused(found)
    for fault in unstorable(found.model_dump(mode="json")):
        raise _refused(fault)
    if len(value) > RECORD_BYTES:
        raise Refused("", f"has {len(value)} bytes, at most {RECORD_BYTES} are taken")
    return Checked(found, value)


def moment(field: str, given: datetime | None) -> str:
    """RFC 3339, of now if none is given. Raises `Refused` for a time without an offset."""
    at = given or datetime.now(UTC)
    if at.tzinfo is None:
        raise Refused(field, "needs an offset from UTC")
    return at.isoformat()


def _written(content: Contract | Mapping[str, object]) -> bytes:
    if isinstance(content, Contract):
        return content.to_json()
    try:
        return to_json(dict(content))
    except (PydanticSerializationError, ValueError) as error:
        raise Refused("", f"cannot be written as JSON: {error}") from error


def _refused(fault: Fault) -> Refused:
    field = ".".join(fault.location)
    return Refused(field, fault.reason.removeprefix(f"{field}: "))
