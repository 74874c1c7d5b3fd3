"""Where the reports of incidents went, as far as it is followed."""

from dataclasses import replace

from sinks.postgres import Store
from tests.integration.postgres.said import put
from tests.unit.core.reports import incident


async def test_where_reports_went_is_followed_and_a_ring_ends(store: Store) -> None:
    ways = {"a": "b", "b": "c", "c": None, "round": "trip", "trip": "round", "else": "c"}
    claim = await put(store, [replace(incident(id), id=id, moved_to=to) for id, to in ways.items()])
    async with store.batch(claim, 9) as batch:
        followed = await batch.moved(["a", "round", "nobody"])
        assert followed == {"a": "b", "b": "c", "round": "trip", "trip": "round"}
        assert await batch.moved([]) == {}
