from dataclasses import dataclass
from uuid import UUID

import pytest

from schemas.classified import ClassifiedReport, Review, Weight
from schemas.rejection import Rejection
from schemas.sealed import SealedReport
from sinks.keyring import Key
from streams.agents.seals import opened, seal
from streams.core.bare import bare
from streams.core.command_records import read_event
from streams.core.tell import sealed_record
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import classified, point

CATALOG = small_catalog()
KEY = Key(UUID(int=7), bytes(range(32)))


@dataclass
class Written:
    """A record as Kafka gives it."""

    value: bytes | None
    headers: tuple[tuple[str, bytes], ...] = ()
    topic: str = "reports.classified"
    partition: int = 2
    offset: int = 5


def report(id: str = "a") -> ClassifiedReport:
    """With a secret wherever there may be words."""
    said = classified(
        id, reporter="rahasia", text="rahasia", place_words="rahasia", photos=("rahasia",), place=point()
    )
    assert said.place
    return said.model_copy(
        update={
            "review": (Review(code="unsure", reason="rahasia"),),
            "place": said.place.model_copy(update={"evidence": "rahasia"}),
            "classification": said.classification.model_copy(
                update={"evidence": (Weight(word="rahasia", weight=1.0),)}
            ),
        }
    )


def read(value: bytes) -> SealedReport:
    event = read_event(Written(value, sealed_record(seal(report(), KEY)).headers), CATALOG)
    assert isinstance(event, SealedReport)
    return event


def test_a_report_is_opened_with_its_key_as_it_was() -> None:
    record = Written(sealed_record(seal(report(), KEY)).value)
    assert b"rahasia" not in (record.value or b"")
    assert opened(read(record.value or b""), record, KEY.secret, CATALOG) == report()


def test_once_its_key_is_destroyed_what_counts_is_left() -> None:
    record = Written(sealed_record(seal(report(), KEY)).value)
    left = opened(read(record.value or b""), record, None, CATALOG)
    assert left == bare(report()) == bare(bare(report()))
    assert isinstance(left, ClassifiedReport)
    assert (left.key, left.digest, left.grade) == (report().key, report().digest, report().grade)
    assert left.place
    assert (left.place.lat, left.place.error_m) == (point().lat, point().error_m)


@pytest.mark.parametrize("key", [bytes(32), KEY.secret])
def test_a_seal_of_another_key_or_report_is_refused(key: bytes) -> None:
    record, other = seal(report(), KEY), seal(report("b"), KEY)
    sealed = other if key != KEY.secret else SealedReport(bare=record.bare, seal=other.seal)
    refused = opened(sealed, Written(b"x"), key, CATALOG)
    assert isinstance(refused, Rejection)
    assert refused.code == "unreadable"
