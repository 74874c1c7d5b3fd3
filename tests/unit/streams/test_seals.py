import json
from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from schemas.classified import ClassifiedReport, Review, Weight
from schemas.rejection import Rejection
from schemas.sealed import SealedReport
from sinks.keyring import Key
from streams.agents.seals import closed, opened, seal
from streams.core.bare import bare
from streams.core.records.commands import read_event
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


def lying(**changes: object) -> Written:
    """A sealed report whose words in the open somebody has changed."""
    message = sealed_record(seal(report(), KEY))
    value = json.loads(message.value)
    return Written(json.dumps(value | {"bare": value["bare"] | changes}).encode(), message.headers)


def test_no_more_is_read_of_a_sealed_report_than_it_takes_to_open_it() -> None:
    record = lying(grade="none", classification=7)
    found = closed(record)
    assert found
    assert opened(found, record, KEY.secret, CATALOG) == report()


def test_what_lies_in_the_open_is_looked_at_once_nothing_else_is_left() -> None:
    sound, broken = lying(), lying(grade="none")
    assert opened(closed(sound), sound, None, CATALOG) == bare(report())
    refused = opened(closed(broken), broken, None, CATALOG)
    assert isinstance(refused, Rejection)
    assert (refused.code, refused.original) == ("unreadable", broken.value)


def test_a_seal_holds_only_for_the_report_that_it_lies_beside() -> None:
    record = lying(channel="callcenter")
    assert isinstance(opened(closed(record), record, KEY.secret, CATALOG), Rejection)


@pytest.mark.parametrize("value", [None, b"", b"{}", b'{"bare": 1, "seal": 2}'])
def test_what_cannot_be_opened_is_read_as_anything_else_is(value: bytes | None) -> None:
    assert closed(Written(value, lying().headers)) is None
    assert closed(replace(lying(), headers=())) is None


def test_nonce_and_ciphertext_are_bytes_of_any_kind() -> None:
    sealed = seal(report(), KEY)
    for content in (b"\xfb\xef\xbe\xff", b"\x00", bytes(range(256))):
        other = sealed.model_copy(update={"seal": sealed.seal.model_copy(update={"ciphertext": content})})
        found = closed(Written(other.to_json(), lying().headers))
        assert found
        assert (found.seal.ciphertext, found.seal.nonce) == (content, sealed.seal.nonce)
        assert (found.seal.key, found.report_key) == (sealed.seal.key, sealed.report_key)
