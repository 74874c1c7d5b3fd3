"""What lies in Kafka: reports, what agencies, reporters and operators say, and our own topics."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache, partial

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.command import Answered, Ordered, Progressed
from schemas.contract import Contract, storable
from schemas.message import Message
from schemas.rejection import ORIGINAL_BYTES, Origin, Rejection
from streams import weights
from streams.core.check_correction import check_correction
from streams.core.check_life import check_progress, check_reply
from streams.core.records.commands import command_record, read_event
from streams.core.records.read import read_announcement, read_rejection
from streams.core.tell import classified_record, rejected_record
from streams.core.understand import Knowledge, understand
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.examples import examples

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
CATALOG = cache(load)
REASON_LENGTH = 4_000


@dataclass(frozen=True, slots=True)
class Lying:
    """A record where its reader finds it."""

    value: bytes | None
    topic: str = "reports.classified"
    partition: int = 0
    offset: int = 7
    headers: tuple[tuple[str, bytes], ...] = field(default=())


@cache
def knowledge() -> Knowledge:
    return Knowledge.of(CATALOG(), weights.load())


def entrances() -> Iterator[Entrance]:
    """Topics that others write to, and our own."""
    for name, many, weight, take in (
        ("report", "reports", 10.0, _report),
        ("progress", "progress", 4.0, _progress),
        ("reply", "replies", 3.0, _reply),
        ("correction", "corrections", 4.0, _correction),
    ):
        seeds = examples(name)
        yield Entrance(many, weight, partial(mutate.json_like, seeds=seeds), take, seeds)
    for name, header, weight in (
        ("classified", b"", 2.0),
        ("ordered", b"sinergi.correction.v1", 1.0),
        ("reported", b"sinergi.progress.v1", 1.0),
        ("answered", b"sinergi.reply.v1", 1.0),
    ):
        seeds = examples(name)
        take = partial(_event, header=header)
        yield Entrance(f"log: {name}", weight, partial(mutate.json_like, seeds=seeds), take, seeds)
    for name, read in (("rejection", read_rejection), ("announcement", read_announcement)):
        seeds = examples(name)
        take = partial(_read, read)
        yield Entrance(f"log: {name}", 1.0, partial(mutate.json_like, seeds=seeds), take, seeds)


def _report(value: bytes) -> str:
    channel = "sorot" if len(value) % 2 else "callcenter"
    found = understand(value, channel, _origin(f"reports.{channel}"), knowledge())
    if isinstance(found, Rejection):
        return kept(found, value)
    must(found.report.id.isprintable() or storable(found.report.id), "its id can be stored")
    _read_again(classified_record(found), found)
    return ACCEPTED


def _progress(value: bytes) -> str:
    return _checked(value, check_progress(value, "dishub", _origin("progress.dishub"), CATALOG(), NOON))


def _reply(value: bytes) -> str:
    return _checked(value, check_reply(value, "sorot", _origin("replies.sorot"), CATALOG(), NOON))


def _correction(value: bytes) -> str:
    return _checked(value, check_correction(value, _origin("corrections"), CATALOG()))


def _checked(value: bytes, found: Ordered | Progressed | Answered | Rejection) -> str:
    if isinstance(found, Rejection):
        return kept(found, value)
    _read_again(command_record(found), found)
    return ACCEPTED


def _event(value: bytes, header: bytes) -> str:
    headers = (("ce_type", header),) if header else ()
    found = read_event(Lying(value, headers=headers), CATALOG())
    return kept(found, value) if isinstance(found, Rejection) else ACCEPTED


def _read(read: Callable[[Lying], Contract], value: bytes) -> str:
    topic = "reports.rejected"
    found = read(Lying(value, topic=topic))
    if isinstance(found, Rejection) and found.topic == topic and found.code == "unreadable":
        return kept(found, value)
    return ACCEPTED


def _origin(topic: str) -> Origin:
    return Origin(topic=topic, partition=3, offset=41)


def _read_again(message: Message, found: ClassifiedReport | Ordered | Progressed | Answered) -> None:
    """What is taken reaches whoever reads it next, unchanged."""
    again = read_event(Lying(message.value, headers=message.headers), CATALOG())
    must(again == found, "what was taken is read again as it was")
    must(b"\\u0000" not in message.value, "Postgres can hold it")


def kept(rejection: Rejection, value: bytes) -> str:
    """What is refused has its reason, and reaches those who keep it with all its bytes."""
    must(rejection.code and rejection.reason, "a refusal says why")
    must(len(rejection.reason) <= REASON_LENGTH, "a reason stays short")
    must(rejection.original == value[:ORIGINAL_BYTES], "what was refused is kept")
    record = Lying(rejected_record(rejection, NOON).value, topic="reports.rejected")
    again = read_rejection(record)
    must(again.topic == rejection.topic and again.original == rejection.original, "it can be read again")
    return rejection.code
