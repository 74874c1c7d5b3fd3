"""What commands ask is answered from indexes, however much else there is."""

from sinks.postgres import Pool, Store
from sinks.reading import REJECTIONS_MAX, Reader
from tests.integration.postgres.writing import refusal

TOPIC = "reports.sorot"


async def test_a_refused_record_is_found_by_its_id_behind_many_that_only_mention_it(
    store: Store, pool: Pool
) -> None:
    claim = await store.claim("reports.rejected", 0)
    own, mention = b'{"id": "S-1", "lat": 200}', b'{"id": "S-12", "text": "S-1"}'
    async with store.batch(claim, 1) as batch:
        await batch.reject([refusal(0, original=own), refusal(1, original=b'{"id": "S-1')])
    async with store.batch(batch.claim, 2) as batch:
        await batch.reject([refusal(2 + n, original=mention) for n in range(REJECTIONS_MAX)])
    found = await Reader(pool).rejections_naming([TOPIC, "reports.poc"], "S-1")
    assert [(rejection.origin.offset, rejection.original_length) for rejection in found] == [(0, len(own))]
    assert await Reader(pool).rejections_naming(["reports.poc"], "S-1") == []


async def test_refused_records_are_not_scanned_for_an_id(pool: Pool) -> None:
    async with pool.acquire() as connection, connection.transaction():
        await connection.execute("set local enable_seqscan = off")
        plan = await connection.fetch("explain select * from rejections where report_id = 'a'")
    assert "rejections_by_report" in plan[0][0]
