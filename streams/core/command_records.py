"""Corrections as records of `reports.classified`, there and back."""

from collections.abc import Mapping, Sequence
from typing import Protocol, TypeAlias

from pydantic import ValidationError

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.command import ORDERED, RECEIVE, Ordered, Receive
from schemas.corrected import Refusal
from schemas.message import Message, cloud_event
from schemas.rejection import Rejection, reject
from schemas.topics import CLASSIFIED
from streams.core.check_correction import unknown_in
from streams.core.read import UNREADABLE, Record, invalid, read_classified, unreadable
from streams.core.storable import Fault, unstorable

Event: TypeAlias = ClassifiedReport | Ordered | Receive
"""What changes incidents."""


_CONTRACTS: Mapping[str, type[Ordered] | type[Receive]] = {ORDERED: Ordered, RECEIVE: Receive}


class Headed(Record, Protocol):
    """A record of Kafka with its headers."""

    headers: Sequence[tuple[str, bytes]]


def read_event(record: Headed, catalog: Catalog) -> Event | Rejection:
    """A record of `reports.classified`: a report, or what its header `ce_type` says it is."""
    type = dict(record.headers).get("ce_type", b"").decode(errors="replace")
    contract = _CONTRACTS.get(type)
    return _read(record, contract, catalog) if contract else read_classified(record, catalog)


def command_record(command: Ordered | Receive) -> Message:
    """Keyed `city:family` of the incident that it is about: in one order with that key's reports."""
    order = command.ordered if isinstance(command, Receive) else command
    id = order.correction.id
    return cloud_event(
        topic=CLASSIFIED,
        key=command.key,
        value=command.to_json(),
        id=f"{id}/{command.key}/{command.hops}" if isinstance(command, Receive) else id,
        type=RECEIVE if isinstance(command, Receive) else ORDERED,
        subject=command.into if isinstance(command, Receive) else order.correction.what.incident,
        time=order.correction.at,
    )


def refused(order: Ordered, refusal: Refusal) -> Rejection:
    """A refused correction, where its sender put it."""
    return reject(
        order.origin,
        order.correction.to_json(),
        code=refusal.code,
        reason=refusal.reason,
        field=refusal.field,
    )


def _read(
    record: Headed, contract: type[Ordered] | type[Receive], catalog: Catalog
) -> Ordered | Receive | Rejection:
    try:
        command = contract.model_validate_json(record.value or b"")
    except ValidationError as error:
        return unreadable(record, invalid(error))
    fault = next(unstorable(command.model_dump(mode="json")), None)
    if fault is None and isinstance(command, Ordered):
        found = next(unknown_in(command.correction, catalog), None)
        fault = found and Fault(UNREADABLE, found.reason, found.location)
    return unreadable(record, fault) if fault else command
