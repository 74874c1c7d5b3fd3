"""What is to be sent, checked by the very rules by which Sinergi takes it in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

from pydantic_core import to_json

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
    if not isinstance(content, Contract | Mapping):
        name, given = contract.__name__, type(content).__name__
        raise TypeError(f"needs a {name}, or its fields by name, not {given}")
    value = _written(content)
    found = parsed(value, contract)
    if isinstance(found, Fault):
        raise _refused(found)
    # As it was given: JSON has no NaN, and a contract would write null for it.
    given = content if isinstance(content, Contract) else found
    for fault in unstorable(given.model_dump()):
        raise _refused(fault)
    if len(value) > RECORD_BYTES:
        raise Refused("", f"has {len(value)} bytes, at most {RECORD_BYTES} are taken")
    return Checked(found, value)


def moment(field: str, given: datetime | None) -> str:
    """RFC 3339, of now if none is given. Raises `Refused` for what is no time with an offset."""
    at = datetime.now(UTC) if given is None else given
    if not isinstance(at, datetime):
        raise Refused(field, f"must be a datetime, not {type(at).__name__}")
    if at.tzinfo is None:
        raise Refused(field, "needs an offset from UTC")
    return at.isoformat()


def _written(content: Contract | Mapping[str, object]) -> bytes:
    try:
        return content.to_json() if isinstance(content, Contract) else to_json(dict(content))
    except ValueError as error:
        raise Refused(_unwritable(dict(content)), f"cannot be written as JSON: {error}") from error


def _unwritable(fields: Mapping[str, object]) -> str:
    """The field to blame: it holds half a surrogate pair, or what JSON has no word for."""
    for name, value in fields.items():
        try:
            to_json(value)
        except ValueError:
            return name
    return ""


def _refused(fault: Fault) -> Refused:
    field = ".".join(fault.location)
    return Refused(field, fault.reason.removeprefix(f"{field}: "))
