"""What is counted in Postgres: outbox, expected reports, confidences, questions, withheld news, works."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.topics import CLASSIFIED
from sinks.postgres import Pool
from sinks.reading_watch import Confidences, Questions, Unsent, WatchReader, Works
from streams.watch.ages import Ages
from streams.watch.silence import silences
from tests.integration.watch.office import Office

WEEK = timedelta(days=7)


def now() -> datetime:
    return datetime.now(UTC)


async def reported(pool: Pool, *ats: datetime, channel: str = "sorot", confidence: float = 0.55) -> None:
    """Reports that were said and recorded at these moments."""
    await pool.executemany(
        "insert into reports (channel, id, reported_at, recorded_at, masked_text, masked_place, category,"
        " family, confidence, category_evidence, urgency, urgency_rule, digest, origin_topic,"
        " origin_partition, origin_offset)"
        " values ($1, gen_random_uuid()::text, $2, $2, '', '', 'flood', 'water', $3, '[]', 'normal', '',"
        " '', '', 0, 0)",
        [(channel, at, confidence) for at in ats],
    )


async def opened(pool: Pool, id: str, **columns: object) -> None:
    """An incident of two voices that was opened an hour ago; `columns` are others than these."""
    row = {
        "id": id,
        "version": 1,
        "state": "open",
        "category": "flood",
        "urgency": "normal",
        "place_words": "",
        "opened_at": now() - timedelta(hours=1),
        "last_reported_at": now(),
        "reports": 2,
        "voices": 2,
        "summary": "",
        "photos": "[]",
        "routed": '[{"agency": "dishub"}]',
        **columns,
    }
    places = ", ".join(f"${number}" for number in range(1, len(row) + 1))
    await pool.execute(f"insert into incidents ({', '.join(row)}) values ({places})", *row.values())


@pytest.fixture
def reader(pool: Pool) -> WatchReader:
    return WatchReader(pool)


async def test_what_waits_in_the_outbox_with_the_age_of_the_oldest(pool: Pool, reader: WatchReader) -> None:
    assert await reader.outbox() == []
    await pool.executemany(
        "insert into outbox (cluster, topic, partition, next_offset, position, to_topic, key, value, headers,"
        " created_at) values ('c', $1, $2, 1, 0, 'dispatches.x', '', '', '[]', now() - $3::interval)",
        [(CLASSIFIED, 0, timedelta(minutes=1)), (CLASSIFIED, 1, timedelta(minutes=2))],
    )
    [found] = await reader.outbox()
    assert (found.topic, found.messages) == (CLASSIFIED, 2)
    assert 119 < found.oldest_s < 150
    assert isinstance(found, Unsent)


async def test_as_many_are_expected_as_came_in_the_same_span_of_four_weeks(
    pool: Pool, reader: WatchReader
) -> None:
    since = now() - timedelta(hours=2)
    for weeks in range(1, 6):  # The fifth is too long ago.
        at = since - weeks * WEEK
        await reported(pool, at + timedelta(hours=1), at - timedelta(minutes=1), at + timedelta(hours=3))
    # A flood in one week says nothing of what is usual.
    await reported(pool, *[now() - WEEK] * 50, channel="poc")
    asked = {"sorot": since, "poc": since, "callcenter": since}
    assert await reader.expected(asked) == {"sorot": 1.0, "poc": 0.0, "callcenter": 0.0}


async def test_of_a_long_silence_one_week_counts(pool: Pool, reader: WatchReader) -> None:
    since = now() - timedelta(days=30)
    for weeks in range(1, 5):
        await reported(
            pool, since - weeks * WEEK + timedelta(days=1), since - weeks * WEEK - timedelta(hours=1)
        )
    assert await reader.expected({"sorot": since}) == {"sorot": 2.0}


async def test_confidences_by_tenths_and_time(pool: Pool, reader: WatchReader) -> None:
    recent, before, old = (now() - timedelta(days=days) for days in (1, 10, 36))
    await reported(pool, recent, recent, before, old, confidence=0.55)
    await reported(pool, recent, confidence=1.0)
    await reported(pool, before, confidence=0.0)
    of_sorot = Confidences("sorot", [0, 0, 0, 0, 0, 2, 0, 0, 0, 1], [1, 0, 0, 0, 0, 1, 0, 0, 0, 0])
    assert await reader.confidences() == [of_sorot]


async def test_open_questions_and_the_oldest(pool: Pool, reader: WatchReader) -> None:
    assert await reader.questions() == Questions(0, 0.0)
    await opened(pool, "c:f:1", perhaps="c:f:0")
    await opened(pool, "c:f:2", perhaps="c:f:0", opened_at=now() - timedelta(hours=3))
    await opened(pool, "c:f:3")
    await opened(pool, "c:f:4", perhaps="c:f:0", state="closed", opened_at=now() - timedelta(hours=9))
    found = await reader.questions()
    assert found.open == 2
    assert 3 * 3600 <= found.oldest_s < 3 * 3600 + 60


async def test_reporters_whose_news_waits_for_the_morning(pool: Pool, reader: WatchReader) -> None:
    assert await reader.withheld() == 0
    withheld = '{"withheld": true, "told": 5}'
    await opened(pool, "c:f:1", life=withheld, due_at=now())
    await opened(pool, "c:f:2", life=withheld, due_at=now(), voices=1)
    await opened(pool, "c:f:3", life='{"told": 5}', due_at=now())
    await opened(pool, "c:f:4", life=withheld)  # An operator found that it is no report.
    assert await reader.withheld() == 3


async def test_works_of_agencies_that_have_and_have_not_spoken(pool: Pool, reader: WatchReader) -> None:
    two = '[{"agency": "dishub"}, {"agency": "dlh"}]'
    spoken = '{"works": [{"agency": "dlh", "step": "accepted", "overdue": ["accept"]}]}'
    await opened(pool, "c:f:1")
    await opened(pool, "c:f:2", routed=two, life=spoken)
    await opened(pool, "c:f:3", routed=two, life=spoken, state="closed")
    found = await reader.works()
    assert sorted(found, key=lambda work: work.agency) == [
        Works("dishub", "dispatched", [], 2),
        Works("dlh", "accepted", ["accept"], 1),
    ]


async def test_a_channel_is_silent_since_its_newest_record(office: Office) -> None:
    ages, now = Ages(), datetime.now(UTC) + timedelta(minutes=2)

    async def heard() -> list[tuple[str, bool, float]]:
        found = await silences(office.brokers, office.reader, office.catalog.channels, ages, now)
        return [(one.channel, 119 < one.silent_s < 180, one.expected) for one in found]

    assert await heard() == []
    await office.publish(b"whatever it is")
    assert await heard() == [(office.channel, True, 0.0)]
