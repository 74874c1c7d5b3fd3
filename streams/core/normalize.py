"""bytes, origin -> Report | Rejection. Bad input is a value, never an exception."""

import hashlib
import json
from collections.abc import Collection, Iterator
from typing import TypeVar

from pydantic import ValidationError

from schemas.contract import Contract
from schemas.rejection import Origin, Rejection, reject
from schemas.report import Report
from schemas.toml_source import nearest
from streams.core.refused import where, why
from streams.core.storable import Fault, Location, quoted, unstorable
from streams.core.unreadable import Unreadable

RECORD_BYTES = 256 * 1024
REASONS = 5
"""So many faults of one record are written out; the rest are counted."""

C = TypeVar("C", bound=Contract)

_SORTED = json.JSONEncoder(sort_keys=True)

_CODES = {
    "json_invalid": "not_json",
    "model_type": "not_json",
    "missing": "missing",
    "too_long": "too_long",
    "string_too_long": "too_long",
    "greater_than_equal": "out_of_range",
    "less_than_equal": "out_of_range",
    "finite_number": "out_of_range",
}


def normalize(value: bytes | None, origin: Origin, categories: Collection[str]) -> Report | Rejection:
    """Read one record of a channel; `categories` are the ids that a pick may name."""
    report = parsed(value, Report)
    if isinstance(report, Report):
        fault = next(_faults_of(report, value or b"", categories), None)
        if fault is None:
            return report
    else:
        fault = report
    return rejected(value, origin, fault)


def rejected(value: bytes | None, origin: Origin, fault: Fault) -> Rejection:
    """What somebody sent, refused for a fault."""
    return reject(origin, value or b"", code=fault.code, reason=fault.reason, field=".".join(fault.location))


def too_long(value: bytes) -> Iterator[Fault]:
    """Of a record of more bytes than are taken."""
    if len(value) > RECORD_BYTES:
        yield Fault("too_long", f"the record has {len(value)} bytes, at most {RECORD_BYTES} are taken")


def parsed(value: bytes | None, contract: type[C]) -> C | Fault:
    """The value as its contract has it, or what is wrong with it."""
    if value is None:
        return Fault("no_value", "the record has no value")
    if isinstance(value, Unreadable):
        return Fault(value.code, value.reason)
    try:
        value.decode()
        return contract.model_validate_json(value, strict=True)
    except UnicodeDecodeError as error:
        return Fault("not_utf8", f"byte {error.start} is not UTF-8: {error.reason}")
    except ValidationError as error:
        return _invalid(error, contract)


def _faults_of(report: Report, value: bytes, categories: Collection[str]) -> Iterator[Fault]:
    if _may_be_unstorable(report, value):
        yield from unstorable(report.model_dump())
    if report.category is not None and report.category not in categories:
        yield Fault("unknown_category", _unknown(report.category, categories), ("category",))
    yield from too_long(value)


def _unknown(category: str, categories: Collection[str]) -> str:
    """Why a pick is refused. People who may not see personal data read it, so it shows nothing but ids."""
    return f"unknown category{quoted(category)}; {nearest(category, categories)}"


def _may_be_unstorable(report: Report, value: bytes) -> bool:
    """Fields that we know are bounded by their types, but for a NUL, which JSON can only hold escaped."""
    unknown = report.model_extra or any(photo.model_extra for photo in report.photos)
    return bool(unknown) or b"\\u0000" in value


def digest(report: Contract) -> str:
    """A fingerprint of the content, blind to the order of fields and to white space between them."""
    content = _SORTED.encode(report.model_dump(mode="json", exclude_none=True))
    return hashlib.blake2b(content.encode(), digest_size=16).hexdigest()


def _invalid(error: ValidationError, contract: type[Contract]) -> Fault:
    points = error.errors(include_input=False, include_url=False)
    described = [_described(where(point), why(point), contract) for point in points]
    lines = [f"{'.'.join(location)}: {reason}" if location else reason for location, reason in described]
    more = [f"and {len(lines) - REASONS} more"] if len(lines) > REASONS else []
    return Fault(_code(points[0]["type"]), "; ".join(lines[:REASONS] + more), described[0][0])


def _code(kind: str) -> str:
    return _CODES.get(kind) or ("wrong_type" if kind.endswith(("_type", "_parsing")) else "invalid")


def _described(location: Location, message: str, contract: type[Contract]) -> tuple[Location, str]:
    """Where and why; a check across fields names its field before a colon."""
    if location:
        return location, message
    field, colon, reason = message.partition(": ")
    return ((field,), reason) if colon and field in contract.model_fields else ((), message)
