"""What the code fails on is refused where somebody put it, and so is what has left the catalog."""

import json
from dataclasses import dataclass, field

import pytest

from schemas.classified import ClassifiedReport
from schemas.command import Answered, Forget, Ordered, Progressed, Tick
from schemas.correction import NoReport, Reclassify
from schemas.message import Message
from schemas.progress import Said
from schemas.rejection import POISON, Origin, Rejection
from streams.core.poison import REASON, poison, poison_at
from streams.core.records.commands import command_record, read_event
from streams.core.tell import classified_record
from tests.unit.core.catalog import small_catalog
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import NOON, classified
from tests.unit.core.words import replied, said, tick

CATALOG = small_catalog()
ID = "rawa:air:x"
HERE = Origin(topic="reports.classified", partition=1, offset=3)
FORGET = Forget(key="rawa:air", channel="sorot", reports=("a",), at=NOON)
REFUSED = said("air", ID, Said.REFUSED, other="sar")


@dataclass
class Written:
    """A record of `reports.classified`."""

    value: bytes | None = b"x"
    headers: list[tuple[str, bytes | None]] = field(default_factory=list)
    topic: str = HERE.topic
    partition: int = HERE.partition
    offset: int = HERE.offset


def written(message: Message) -> Written:
    return Written(message.value, [*message.headers])


@pytest.mark.parametrize(
    ("event", "origin", "original"),
    [
        (classified("a"), "reports.sorot/0/0", classified("a").report.to_json()),
        (
            order("c", NoReport(incident=ID)),
            "corrections/0/0",
            order("c", NoReport(incident=ID)).correction.to_json(),
        ),
        (REFUSED, "progress.air/0/0", REFUSED.progress.to_json()),
        (replied("sorot:a", ID, "yes"), "replies.sorot/0/0", replied("sorot:a", ID, "yes").reply.to_json()),
        (FORGET, str(HERE), b"x"),
        (None, str(HERE), b"x"),
    ],
)
def test_it_is_refused_where_its_sender_put_it(event: object, origin: str, original: bytes) -> None:
    refused = poison(event, Written())  # type: ignore[arg-type]
    assert (refused.code, refused.reason, refused.id) == (POISON, REASON, origin)
    assert refused.original == original


def test_a_record_without_a_value_is_refused_too() -> None:
    assert poison_at(HERE, None).original == b""
    assert poison_at(HERE, b"bytes").original == b"bytes"


@pytest.mark.parametrize(
    "event",
    [
        order("c", Reclassify(incident=ID, category="selokan")),
        REFUSED,
        replied("sorot:a", ID, "yes"),
        tick(NOON - NOON),
        FORGET,
    ],
)
def test_what_travels_on_is_read_as_it_was(event: Ordered | Progressed | Answered | Tick | Forget) -> None:
    message = command_record(event)
    assert message.key == event.key.encode()
    assert read_event(written(message), CATALOG) == event
    broken = Written(b"{", written(message).headers)
    assert isinstance(read_event(broken, CATALOG), Rejection)


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (order("c", Reclassify(incident=ID, category="gone")), "'gone'"),
        (REFUSED.model_copy(update={"agency": "gone"}), "agency 'gone'"),
        (said("air", ID, Said.REFUSED, other="gone"), "agency 'gone'"),
        (replied("gone:a", ID, "yes"), "channel 'gone'"),
        (FORGET.model_copy(update={"channel": "gone"}), "channel 'gone'"),
    ],
)
def test_what_has_left_the_catalog_is_refused(
    event: Ordered | Progressed | Answered | Forget, reason: str
) -> None:
    refused = read_event(written(command_record(event)), CATALOG)
    assert isinstance(refused, Rejection)
    assert reason in refused.reason


def test_without_a_type_or_with_an_empty_one_it_is_a_report() -> None:
    record = written(classified_record(classified("a")))
    for headers in (record.headers, [("ce_type", None)], []):
        found = read_event(Written(record.value, headers), CATALOG)
        assert isinstance(found, ClassifiedReport)


def test_commands_of_one_key_have_ids_of_their_own() -> None:
    ids = {
        dict(command_record(one).headers)["ce_id"] for one in (FORGET, FORGET.model_copy(update={"hops": 1}))
    }
    assert len(ids) == 2
    assert json.loads(command_record(FORGET).value)["reports"] == ["a"]
