"""What training learns of operators: where reports are now, and whether somebody said so."""

from schemas.correction import Merge, NoReport
from sinks.placed import placed
from sinks.postgres import Pool, Store
from tests.integration.postgres.office import Office
from tests.unit.core.corrected_city import order
from tests.unit.core.reports import classified, point


async def test_reports_are_where_operators_put_them(store: Store, pool: Pool) -> None:
    office = Office(store)
    await office.open()
    reports = [classified(id, place=point(300 * n)) for n, id in enumerate("abcd")]
    await office.take(reports)
    a, b, c = [
        row["incident_id"] for row in await pool.fetch("select incident_id from links order by report_id")
    ][:3]
    await office.take([order("c1", Merge(incident=b, into=a)), order("c2", NoReport(incident=c))])
    found = {one.id: one for one in await placed(pool)}
    assert {id: (one.incident == a, one.reviewed) for id, one in found.items()} == {
        "a": (True, True),
        "b": (True, True),
        "d": (False, False),
    }
    assert found["a"].place == reports[0].place
    assert len(await placed(pool, 1)) == 1
