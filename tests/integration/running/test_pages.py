"""What workers say of themselves agrees with what Postgres holds."""

import json
from collections import Counter
from functools import partial
from pathlib import Path

import asyncpg

from tests.integration.running.terminal import Terminal, said, write
from tests.scraped import scraped
from tests.waiting import until

WORKERS = ("triage", "resolve")


def figures(terminal: Terminal, worker: str, name: str) -> Counter[tuple[str, ...]]:
    """A metric of a worker, by the values of its labels in the order of their names."""
    found = scraped(terminal.page(worker, "metrics")).get(f"sinergi_{name}", {})
    return Counter({labels: int(value) for labels, value in found.items()})


async def test_figures_grow_as_postgres_does(terminal: Terminal, tmp_path: Path) -> None:
    """By how much, since workers may have been started again before.

    The reports are older than those of other tests: in a storm of these not every version is dispatched.
    """
    here = {"reported_at": "2026-11-20T08:30:00+07:00", "lat": -6.2901, "lon": 106.9756}
    mixed = write(
        tmp_path / "pages.jsonl",
        *(said(f"g{n}", **here, reporter=f"u{n % 3}") for n in range(40)),
        said("g1", **here, reporter="u1"),
        said("g2", text="Pohon lain"),
        said("g98", lat=200, lon=107),
        '{"id": "g99", "rep',
    )
    before = shown(terminal), await held(terminal)
    for channel in ("sorot", "poc"):
        assert terminal.answer("replay", mixed, "--channel", channel)["lost"] == 0
    await until(partial(at_rest, terminal), "all to be finished and sent")
    after = shown(terminal), await held(terminal)

    for figure in FIGURES:
        grown = [Counter(of[figure]) - was[figure] for was, of in zip(before, after, strict=True)]
        assert grown[0] == grown[1], figure
        assert grown[0], figure
    assert (after[1]["recorded"] - before[1]["recorded"]).total() == 80
    assert (after[1]["rejected"] - before[1]["rejected"]).total() == 6
    assert figures(terminal, "resolve", "open_incidents").total() == await number(
        terminal, "select count(*) from incidents where state = 'open'"
    )


FIGURES = {
    "recorded": "select r.channel, l.decision, count(*) from reports r"
    " join links l on (l.channel, l.report_id) = (r.channel, r.id) group by 1, 2",
    "rejected": "select code, topic, count(*) from rejections group by 1, 2",
    # Every version goes to every agency that was told of the incident so far.
    "dispatches": "select told ->> 'agency', sum(version)"
    " from incidents cross join jsonb_array_elements(routed) as told group by 1",
}


def shown(terminal: Terminal) -> dict[str, Counter[tuple[str, ...]]]:
    """What the workers say of it."""
    rejected = (figures(terminal, worker, "records_rejected_total") for worker in WORKERS)
    dispatches: Counter[tuple[str, ...]] = Counter()
    for (agency, _kind), count in figures(terminal, "resolve", "dispatches_sent_total").items():
        dispatches[agency,] += count
    return {
        "recorded": figures(terminal, "resolve", "reports_recorded_total"),
        "rejected": sum(rejected, Counter()),
        "dispatches": dispatches,
    }


async def held(terminal: Terminal) -> dict[str, Counter[tuple[str, ...]]]:
    """What Postgres says of it: numbers by what comes before them in their rows."""
    rows = {name: await asked(terminal, sql) for name, sql in FIGURES.items()}
    return {name: Counter({tuple(row)[:-1]: int(row[-1]) for row in found}) for name, found in rows.items()}


async def number(terminal: Terminal, sql: str) -> int:
    return (await asked(terminal, sql))[0][0]


async def at_rest(terminal: Terminal) -> bool:
    lags = [json.loads(terminal.page(worker, "healthz/live"))["lag"] for worker in WORKERS]
    return sum(lags) == await number(terminal, "select count(*) from outbox") == 0


def test_a_worker_that_gets_on_is_alive_and_ready(terminal: Terminal) -> None:
    for worker in WORKERS:
        alive = json.loads(terminal.page(worker, "healthz/live"))
        assert (alive["live"], alive["lag"]) == (True, 0)
        ready = json.loads(terminal.page(worker, "healthz/ready"))
        assert ready["ready"]
        assert ready["partitions"]


async def asked(terminal: Terminal, sql: str) -> list[asyncpg.Record]:
    connection = await asyncpg.connect(terminal.postgres())
    try:
        return await connection.fetch(sql)
    finally:
        await connection.close()
