"""What is pure and dear in the shell's ways in and out, worked out once: the towns are few.

Seals are not encrypted here, and open to whoever has their key.
"""

import asyncio
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, Generic, TypeVar
from unittest.mock import patch
from uuid import UUID

from aiokafka import ConsumerRecord

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.command import Progressed
from schemas.dispatch import Dispatch
from schemas.message import Message
from schemas.passage import Headers, Passage
from schemas.rejection import Origin, Rejection
from schemas.sealed import NONCE_BYTES, Seal, SealedReport
from schemas.topics import owner_of
from sinks.keyring import Key
from streams.agents import check, seals, triage
from streams.agents.moment import moment_of
from streams.core import tell
from streams.core.bare import bare
from streams.core.check_life import check_progress
from streams.core.classify.weights import Weights
from streams.core.records import commands as command_records
from streams.core.records.read import checked, read_classified, unreadable
from streams.core.understand import Knowledge, understand
from tests.unit.core.city import CATALOG

KNOWLEDGE = Knowledge.of(CATALOG, Weights.none())
REMEMBERED = 1 << 14

T = TypeVar("T")


class Same(Generic[T]):
    """An object, whatever it holds."""

    def __init__(self, it: T) -> None:
        self.it = it

    def __hash__(self) -> int:
        return id(self.it)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and other.it is self.it


@dataclass(frozen=True, slots=True)
class _Record:
    """What reading looks at; where a record lies counts only for one that nobody can read."""

    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    topic: str = ""
    partition: int = 0
    offset: int = 0


@lru_cache(REMEMBERED)
def understood(
    value: bytes, channel: str, topic: str, partition: int, offset: int
) -> ClassifiedReport | Rejection:
    """What triage makes of a record."""
    return understand(value, channel, Origin(topic=topic, partition=partition, offset=offset), KNOWLEDGE)


def _understand_all(
    records: Iterable[tuple[bytes, Origin]], channel: str, _knowledge: Knowledge
) -> list[ClassifiedReport | Rejection]:
    return [
        understood(value, channel, origin.topic, origin.partition, origin.offset) for value, origin in records
    ]


def _seal(report: ClassifiedReport, key: Key) -> SealedReport:
    return _sealed(Same(report), key)


@lru_cache(REMEMBERED)
def _sealed(same: Same[ClassifiedReport], key: Key) -> SealedReport:
    report = same.it
    seal = Seal(key=key.id, nonce=bytes(NONCE_BYTES), ciphertext=b"")
    return SealedReport(
        bare=bare(report), seal=seal.model_copy(update={"ciphertext": key.secret + report.to_json()})
    )


def _made() -> Key:
    """The next of its schedule: few, so that what they seal is remembered."""
    loop: Any = asyncio.get_running_loop()
    loop.keys_made += 1
    return _key(loop.keys_made)


@lru_cache
def _key(number: int) -> Key:
    return Key(UUID(int=number), sha256(number.to_bytes(4)).digest())


def _sealed_record(report: SealedReport, passage: Passage | None = None) -> Message:
    return _sent(Same(report), passage)


@lru_cache(REMEMBERED)
def _sent(same: Same[SealedReport], passage: Passage | None) -> Message:
    return tell.sealed_record(same.it, passage)


def read_event(record: Any, catalog: Catalog) -> Any:
    """A record of `reports.classified`, not opened."""
    event = event_in(record.value, record.headers)
    return command_records.read_event(record, catalog) if isinstance(event, Rejection) else event


def event_in(value: bytes, headers: Headers) -> Any:
    """The same, by what it says and not by where it lies."""
    return _read(value, dict(headers).get("ce_type", b""))


@lru_cache(REMEMBERED)
def _read(value: bytes, type: bytes) -> Any:
    return command_records.read_event(_Record(value, (("ce_type", type),)), CATALOG)


def _opened(report: SealedReport, record: Any, key: bytes | None, _catalog: Catalog) -> Any:
    event = _open(Same(report), key)
    return unreadable(record, seals.CANNOT_BE_OPENED) if event is None else event


@lru_cache(REMEMBERED)
def _open(same: Same[SealedReport], key: bytes | None) -> ClassifiedReport | Rejection | None:
    """None where it is another's key."""
    sealed = same.it.seal.ciphertext
    if key is None:
        return checked(same.it.bare, _Record(None), CATALOG)
    return read_classified(_Record(sealed[len(key) :]), CATALOG) if sealed.startswith(key) else None


def _check_progress(
    value: bytes | None, agency: str, origin: Origin, _catalog: Catalog, heard_at: datetime
) -> Progressed | Rejection:
    return _checked(value, agency, origin.topic, origin.partition, origin.offset, heard_at)


@lru_cache(REMEMBERED)
def _checked(
    value: bytes | None, agency: str, topic: str, partition: int, offset: int, heard_at: datetime
) -> Progressed | Rejection:
    origin = Origin(topic=topic, partition=partition, offset=offset)
    return check_progress(value, agency, origin, CATALOG, heard_at)


def word(record: ConsumerRecord) -> Progressed | Rejection:
    """What check makes of a record of an agency."""
    place = (record.topic, record.partition, record.offset)
    return _checked(record.value, owner_of(record.topic), *place, moment_of(record))


def _command_record(command: Progressed) -> Message:
    return _said(Same(command))


@lru_cache(REMEMBERED)
def _said(same: Same[Progressed]) -> Message:
    return command_records.command_record(same.it)


@lru_cache(REMEMBERED)
def dispatch_in(value: bytes) -> Dispatch:
    """What an agency reads."""
    return Dispatch.model_validate_json(value)


@contextmanager
def remembered() -> Iterator[None]:
    """In place of the product's."""
    with ExitStack() as stack:
        for module, name, ours in (
            (triage, "understand_all", _understand_all),
            (triage, "sealed_record", _sealed_record),
            (check, "check_progress", _check_progress),
            (check, "command_record", _command_record),
            (seals, "seal", _seal),
            (Key, "made", _made),
            (seals, "closed", lambda _: None),
            (seals, "read_event", read_event),
            (seals, "opened", _opened),
        ):
            stack.enter_context(patch.object(module, name, ours))
        yield
