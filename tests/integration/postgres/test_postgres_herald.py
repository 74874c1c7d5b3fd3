"""`herald` tells each reporter once, page by page, on a Postgres and without a broker."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from aiokafka import ConsumerRecord
from faust.types import TP

from schemas.announcement import Announcement
from schemas.feedback import Feedback
from schemas.incident import Incident
from schemas.message import Message
from schemas.rejection import Rejection
from schemas.topics import ANNOUNCEMENTS, REJECTED
from sinks.keyring import Keyring
from sinks.postgres import Pool, Store
from streams.agents import herald
from streams.agents.herald import Herald
from streams.agents.resolve import Resolve
from streams.core.records.announce import announcement_record
from streams.metrics import Metrics
from streams.transport import Chunk
from tests.integration.postgres.said import crowd, positions
from tests.unit.core.city import RULES
from tests.unit.core.reports import NOON

TOLD = frozenset({TP(ANNOUNCEMENTS, 0)})


@dataclass
class Square:
    """A worker's herald; `pages` is what a broker would have got, as it was handed over."""

    store: Store
    metrics: Metrics = field(default_factory=lambda: Metrics("resolve"))
    pages: list[Sequence[Message]] = field(default_factory=list)
    breaks_at: int | None = None
    finished: list[int] = field(default_factory=list)

    async def open(self) -> int | None:
        """A worker starts; where it reads from."""
        resolve = Resolve(
            self.store, Keyring(self.store._pool), RULES, self.publish, self.metrics, partitions=1
        )
        starts = await resolve.claims.claim(TOLD)
        self.herald = Herald(
            self.store, resolve.claims, self.publish, self.metrics, channels=RULES.catalog.channels
        )
        return starts[TP(ANNOUNCEMENTS, 0)]

    async def publish(self, messages: Sequence[Message]) -> None:
        if self.breaks_at == len(self.pages):
            raise ConnectionError
        self.pages.append(messages)

    async def take(self, values: Sequence[bytes | None], first: int = 0) -> None:
        records = [
            ConsumerRecord(ANNOUNCEMENTS, 0, first + n, 0, 0, b"", value, 0, 0, 0, ())
            for n, value in enumerate(values)
        ]
        await self.herald.take(Chunk(ANNOUNCEMENTS, 0, 1, records, first + len(records), self._finish))

    def _finish(self, chunk: Chunk) -> bool:
        self.finished.append(chunk.next_offset)
        return True

    def heard(self) -> list[Feedback]:
        return [
            Feedback.model_validate_json(one.value)
            for page in self.pages
            for one in page
            if one.topic == "feedback.sorot"
        ]

    def figure(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"sinergi_{name}", labels)


@pytest.fixture
async def square(store: Store) -> Square:
    made = Square(store)
    assert await made.open() is None
    return made


def announced(made: Incident, up_to: int = 2**62, number: int = 1) -> bytes:
    announcement = Announcement(
        incident_id=made.id, number=number, up_to=up_to, kind="closed", message="ditutup", asks=False, at=NOON
    )
    return announcement_record(announcement).value


async def test_ten_thousand_hear_it_once_each_and_no_more_than_a_page_is_in_memory(
    square: Square, pool: Pool
) -> None:
    made = await crowd(square.store, 10_000)
    await crowd(square.store, 3, id="lain")
    await square.take([announced(made)])
    assert [len(page) for page in square.pages] == [herald.PAGE] * 50
    heard = square.heard()
    assert [one.report_id for one in heard] == [f"ramai-{n}-0" for n in range(10_000)]
    assert len({one.id for one in heard}) == 10_000
    assert heard[-1].id == "sorot/ramai-9999-0/rawa:air:ramai/1"
    assert (heard[-1].kind, heard[-1].message, heard[-1].reporter) == ("closed", "ditutup", "ramai-9999")
    assert square.figure("feedback_sent_total", channel="sorot", kind="closed") == 10_000
    assert square.figure("records_read_total", topic=ANNOUNCEMENTS) == 1
    assert await pool.fetchval("select next_offset from consumed where topic = $1", ANNOUNCEMENTS) == 1
    assert square.finished == [1]


@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5])
async def test_who_came_after_it_is_not_told(
    square: Square, number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "PAGE", 2)
    made = await crowd(square.store, 5)
    stands = sorted((await positions(square.store, made.id)).values())
    up_to = stands[number - 1] if number else 0
    await square.take([announced(made, up_to=up_to)])
    assert [one.report_id for one in square.heard()] == [f"ramai-{n}-0" for n in range(number)]


async def test_what_a_crash_cut_off_is_told_again_with_the_same_ids(
    square: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "PAGE", 2)
    made = await crowd(square.store, 5)
    told = [announced(made, number=number) for number in (1, 2)]
    square.breaks_at = 4
    with pytest.raises(ConnectionError):
        await square.take(told)
    assert square.finished == []
    square.breaks_at = None
    assert await square.open() is None
    await square.take(told)
    heard = Counter(one.id for one in square.heard())
    assert set(heard) == {f"sorot/ramai-{n}-0/{made.id}/{number}" for n in range(5) for number in (1, 2)}
    assert sum(heard.values()) == 10 + 7
    assert await square.open() == 2


async def test_a_crash_after_many_were_told_does_not_begin_with_the_first_again(
    square: Square, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(herald, "STRIDE", 3)
    small, big = await crowd(square.store, 1, id="kecil"), await crowd(square.store, 2, id="besar")
    square.breaks_at = 2
    with pytest.raises(ConnectionError):
        await square.take([announced(one) for one in (small, big, small)], first=7)
    assert await square.open() == 9


async def test_what_nobody_can_read_is_refused_and_the_next_is_told(square: Square) -> None:
    made = await crowd(square.store, 1)
    await square.take([b"{", announced(made), None])
    refused = [
        Rejection.model_validate_json(one.value)
        for page in square.pages
        for one in page
        if one.topic == REJECTED
    ]
    assert [(one.id, one.code) for one in refused] == [
        ("announcements/0/0", "unreadable"),
        ("announcements/0/2", "unreadable"),
    ]
    assert len(square.heard()) == 1
    assert square.figure("records_rejected_total", topic=ANNOUNCEMENTS, code="unreadable") == 2
    assert square.finished == [3]


async def test_reporters_of_a_channel_that_left_the_catalog_are_counted_and_not_told(square: Square) -> None:
    gone = await crowd(square.store, 3, channel="radio", id="lama")
    made = await crowd(square.store, 1)
    await square.take([announced(gone), announced(made)])
    assert {one.topic for page in square.pages for one in page} == {"feedback.sorot"}
    assert square.figure("reporters_unreachable_total", channel="radio") == 3
    assert square.finished == [2]


async def test_an_incident_that_nobody_knows_has_nobody_to_tell(square: Square) -> None:
    made = await crowd(square.store, 1)
    unknown = announced(made).replace(b"rawa:air:ramai", b"rawa:air:none")
    await square.take([unknown])
    assert square.heard() == []
    assert await square.open() == 1
