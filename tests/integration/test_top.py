"""`sinergi top` counts each second what is quickly counted, and seldom what takes long."""

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from schemas.catalog import load
from sinks.postgres import Pool
from streams.settings import KafkaSettings, PostgresSettings, Settings
from streams.top import sample
from streams.top.sample import Counts, Sampler


@pytest_asyncio.fixture
async def sampler(migrated: str) -> AsyncIterator[Sampler]:
    nowhere = KafkaSettings(brokers=("127.0.0.1:1",))
    made = Sampler(Settings(kafka=nowhere, postgres=PostgresSettings(url=migrated)), load())
    yield made
    await made.close()


async def test_open_incidents_are_counted_seldom_and_the_outbox_each_time(
    pool: Pool, sampler: Sampler, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def counted() -> tuple[int, int, int]:
        counts = (await sampler.sample()).counts
        assert isinstance(counts, Counts)
        return len(counts.works), counts.questions.open, len(counts.outbox)

    assert await counted() == (0, 0, 0)
    await pool.execute(_QUESTION)
    await pool.execute(_MESSAGE)
    assert await counted() == (0, 0, 1)
    monkeypatch.setattr(sample, "SELDOM_S", 0.0)
    assert await counted() == (1, 1, 1)


_QUESTION = """
insert into incidents
    (id, perhaps, version, state, category, urgency, place_words, opened_at, last_reported_at, reports,
     voices, summary, photos, routed)
values ('c:f:1', 'c:f:0', 1, 'open', 'flood', 'normal', '', now(), now(), 2, 2,
        '', '[]', '[{"agency": "dishub"}]')"""
_MESSAGE = """
insert into outbox (cluster, topic, partition, next_offset, position, to_topic, key, value, headers)
values ('c', 'reports.classified', 0, 1, 0, 'dispatches.dlh', '', '', '[]')"""
