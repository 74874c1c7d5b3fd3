"""A record that the real worker dies of, by a table that refuses it: set aside, and all others go on."""

from pathlib import Path

import pytest

from sinks.suspects import DEATHS_MAX
from tests.e2e.city import city
from tests.e2e.reports import stream
from tests.e2e.servers import REAL_KAFKA, Guard, Postgres

REPORTS = 300


@pytest.mark.skipif(not REAL_KAFKA, reason="each death costs a whole session on the embedded broker: minutes")
async def test_a_poisonous_record_stops_no_other(tmp_path: Path, guard: Guard) -> None:
    records = [record for record in stream(seed=8, total=REPORTS) if record.id]
    poison = next(record for record in records[REPORTS // 3 :] if record.topic == "reports.sorot")
    async with Postgres(guard) as postgres, city(tmp_path, postgres, guard) as here:
        await here.rows(f"alter table reports add constraint bug check (id <> '{poison.id}')")
        triage, resolve = await here.start("triage", "resolve")
        await here.publish(records)
        others = len({(record.topic, record.id) for record in records}) - 1

        async def through() -> bool:
            [(kept, aside)] = await here.rows(
                "select (select count(*) from reports),"
                " (select count(*) from rejections where code = 'poison' and report_id = $1)",
                poison.id,
            )
            return (kept, aside) == (others, 1)

        await here.until(through, "all but one to be taken in, and that one to be set aside")
        assert triage.exits == []
        assert DEATHS_MAX <= len(resolve.exits) <= DEATHS_MAX + 1
