"""What is not a report as records of `reports.classified`, there and back."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeAlias

from pydantic import ValidationError

from schemas.catalog.models import Catalog
from schemas.classified import ClassifiedReport
from schemas.command import (
    FORGET,
    ORDERED,
    PROGRESS,
    RECEIVE,
    REPLY,
    TICK,
    Answered,
    Forget,
    Ordered,
    Progressed,
    Receive,
    Tick,
)
from schemas.contract import Contract
from schemas.message import Message, cloud_event, type_of
from schemas.rejection import Rejection, reject
from schemas.result import Refusal
from schemas.sealed import SEALED, SealedReport
from schemas.topics import CLASSIFIED
from streams.core.check_correction import unknown_in
from streams.core.ids import forgetting_id
from streams.core.records.read import (
    UNREADABLE,
    Record,
    invalid,
    left,
    read_classified,
    read_sealed,
    unreadable,
)
from streams.core.storable import Fault, unstorable

Spoken: TypeAlias = Ordered | Progressed | Answered
"""What operators, agencies and reporters say."""
Command: TypeAlias = Spoken | Receive | Tick | Forget
Event: TypeAlias = ClassifiedReport | Command
"""What changes incidents."""

_CONTRACTS: Mapping[str, type[Command]] = {
    ORDERED: Ordered,
    RECEIVE: Receive,
    PROGRESS: Progressed,
    REPLY: Answered,
    TICK: Tick,
    FORGET: Forget,
}
_TYPES = {contract: type for type, contract in _CONTRACTS.items()}


class Headed(Record, Protocol):
    """A record of Kafka with its headers."""

    headers: Sequence[tuple[str, bytes | None]]


def read_event(record: Headed, catalog: Catalog) -> Event | SealedReport | Rejection:
    """A record of `reports.classified`: a report, or what its header `ce_type` says it is."""
    type = type_of(record.headers)
    if type == SEALED:
        return read_sealed(record)
    contract = _CONTRACTS.get(type)
    return _read(record, contract, catalog) if contract else read_classified(record, catalog)


def command_record(command: Command) -> Message:
    """Keyed `city:family` of the incident that it is about: in one order with that key's reports."""
    match command:
        case Ordered(correction=correction):
            id, subject, at = correction.id, correction.what.incident, correction.at
        case Receive(ordered=order):
            id = f"{order.correction.id}/{command.key}/{command.hops}"
            subject, at = command.into, order.correction.at
        case Progressed(progress=progress):
            id, subject, at = f"{command.agency}/{progress.id}", progress.incident_id, progress.at
        case Answered(reply=reply):
            id, subject = f"{command.channel}/{reply.id}/{command.hops}", reply.incident_id
            at = reply.at
        case Tick():
            id, subject, at = f"{command.key}/{command.at.isoformat()}", command.key, command.at
        case Forget(reports=reports):
            what = (*reports, *map(str, command.rejections), str(command.seal))
            id = f"{command.key}/{forgetting_id(command.channel, *what)}/{command.hops}"
            subject, at = command.key, command.at
    return cloud_event(
        topic=CLASSIFIED,
        key=command.key,
        value=command.to_json(),
        id=id,
        type=_TYPES[type(command)],
        subject=subject,
        time=at,
    )


def refused(command: Spoken, refusal: Refusal) -> Rejection:
    """A refused correction, progress or reply, where its sender put it."""
    return reject(
        command.origin,
        _original(command).to_json(),
        code=refusal.code,
        reason=refusal.reason,
        field=refusal.field,
    )


def _original(command: Spoken) -> Contract:
    match command:
        case Ordered(correction=correction):
            return correction
        case Progressed(progress=progress):
            return progress
    return command.reply


def _read(record: Headed, contract: type[Command], catalog: Catalog) -> Command | Rejection:
    try:
        command = contract.model_validate_json(record.value or b"")
    except ValidationError as error:
        return unreadable(record, invalid(error))
    fault = next(unstorable(command.model_dump()), None) or next(_left(command, catalog), None)
    return unreadable(record, fault) if fault else command


def _left(command: Command, catalog: Catalog) -> Iterator[Fault]:
    """What has left the catalog since it was checked."""
    match command:
        case Ordered(correction=correction):
            for found in unknown_in(correction, catalog):
                yield Fault(UNREADABLE, found.reason, found.location)
        case Progressed(agency=agency, progress=progress):
            for id in filter(None, (agency, progress.agency)):
                if id not in catalog.agencies:
                    yield left("agency", id)
        case Answered(channel=channel) | Forget(channel=channel):
            if channel not in catalog.channels:
                yield left("channel", channel)
