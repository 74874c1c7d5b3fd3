"""Who is to be told, page by page; and how long it took."""

from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.incident import Incident, Routed, State
from schemas.life import Life, Step
from sinks import postgres
from sinks.postgres import Pool, Store
from tests.integration.postgres.said import crowd, put
from tests.integration.postgres.writing import TOPIC, open_incidents, take_in
from tests.unit.core.reports import NOON, classified, incident


async def test_what_is_finished_is_the_last_of_each_category(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "FINISHED_MAX", 2)
    await put(
        store,
        [
            closed("a", 3),
            closed("b", 1),
            closed("c", 2),
            closed("g", 2, category="selokan"),
            closed("l", 4, category="lampu"),
            replace(closed("d", 5), life=Life(step=Step.CONFIRMED, resolved_at=NOON)),
            replace(closed("e", 6), life=Life()),
        ],
    )
    found = await store.finished(["rawa:air"])
    assert [(one.incident_id, one.category) for one in found] == [
        ("rawa:air:c", "banjir"),
        ("rawa:air:g", "selokan"),
        ("rawa:air:a", "banjir"),
    ]
    assert found[-1].agencies == ("air", "sar")
    assert (found[-1].seconds, found[-1].closed_at) == (3600.5, NOON + timedelta(hours=3))
    assert [one.incident_id for one in await store.finished(["rawa:jalan", "rawa:air"])][-1] == "rawa:jalan:l"
    assert await store.finished([]) == []


def closed(id: str, hours: float, category: str = "banjir") -> Incident:
    return replace(
        incident(id, category=category, state=State.CLOSED),
        closed_at=NOON + timedelta(hours=hours),
        routed=(Routed("air", "r", "r", "2026-11-24"), Routed("sar", "r", "r", "2026-11-24")),
        life=Life(step=Step.CLOSED, resolved_at=NOON + timedelta(hours=1, milliseconds=500)),
    )


async def test_ten_thousand_reporters_are_read_page_by_page(store: Store, pool: Pool) -> None:
    made = await crowd(store, 10_000)
    await crowd(store, 3, id="lain")
    seen, after = [], 0
    while page := await store.reporters(made.id, up_to=2**62, after=after, limit=700):
        assert len(page) <= 700
        seen += page
        after = page[-1].position
    assert [one.report_id for one in seen] == [f"ramai-{n}-0" for n in range(10_000)]
    assert {one.reporter for one in seen} == {f"ramai-{n}" for n in range(10_000)}
    middle = seen[5_000].position
    ends = await store.reporters(made.id, up_to=middle, after=seen[4_997].position, limit=9)
    assert ends == seen[4_998:5_001]
    plan = await pool.fetch(
        "explain "
        + store._sql["reporters"]
        .replace("$1", f"'{made.id}'")
        .replace("$2", "0")
        .replace("$3", str(middle))
        .replace("$4", "200")
    )
    assert "links_in_order" in "\n".join(row[0] for row in plan)


async def test_a_reporter_without_a_reference_is_told_too(store: Store) -> None:
    await take_in(store, await store.claim(TOPIC, 0), [classified("a")], open_incidents())
    [(made, _)] = (await store.latest("rawa:air", 9)).read()
    [one] = await store.reporters(made.id, up_to=2**62, after=0, limit=9)
    assert (one.channel, one.report_id, one.reporter) == ("sorot", "a", None)
