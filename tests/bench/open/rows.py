"""A Postgres with as many open incidents as are asked for: what the product wrote for some thousand, copied.

A copy lies beside the others, under ids and reporters of its own. A city is given copies until a family of it
holds as many as a worker keeps; then the next city begins. So a worker takes over as many keys as that takes.
"""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import asyncpg

from schemas.catalog import load
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from schemas.topics import channel_of
from sinks.postgres import Store
from streams.core.dedupe import MOST
from streams.core.fold import fold
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.understand import Knowledge, understand
from streams.weights import load as load_weights
from streams.weights import load_duplicates
from tests.bench.simulated import said

FIRST = 5_000
"""Incidents that the product itself writes."""
REPORTS_EACH = 3
CHUNK = 50
NOT_READ = (
    "incidents_asking", "incidents_by_event", "incidents_due", "incidents_finished", "incidents_withheld",
    "incidents_open_by_change", "incidents_open_by_kelurahan", "incidents_open_by_agency",
    "incidents_by_closing", "incidents_nearby", "reports_by_id", "reports_by_time", "reports_by_recorded_at",
    "links_leaving",
)  # fmt: skip
"""Indexes that no take-over looks at; to keep them would take longer than all the rest."""
FILL_S = 3_600.0


def classified(number: int) -> Iterator[ClassifiedReport]:
    """Reports of four weeks, as triage passes them on."""
    catalog = load()
    knowledge = Knowledge.of(catalog, load_weights(None))
    for offset, message in enumerate(said(catalog, number, days=28)):
        origin = Origin(topic=message.topic, partition=0, offset=offset)
        report = understand(message.value, channel_of(message.topic), origin, knowledge)
        if isinstance(report, ClassifiedReport):
            yield report


async def write_first(store: Store, incidents: int) -> Counter[str]:
    """Take reports in as resolve does, until there are so many incidents; how many each key has."""
    rules = Rules.of(load(), load_duplicates())
    held, storms = rules.no_incidents(), Storms.of(rules.sky)
    reports, claim = classified(REPORTS_EACH * incidents), await store.claim("bench", 0)
    while len(held) < incidents:
        chunk = [report for report, _ in zip(reports, range(CHUNK), strict=False)]
        async with store.batch(claim, (claim.next_offset or 0) + len(chunk)) as batch:
            folded = fold(chunk, held, {}, rules, storms)
            await batch.record(folded.recorded, folded.incidents.values())
            await batch.record_storms(folded.storms)
        claim = batch.claim
    return Counter(one.key for one in held)


async def copy(connection: asyncpg.Connection, keys: Counter[str], incidents: int) -> None:
    """Copy the first ones until there are so many."""
    copies, of_a_city = round(incidents / keys.total()), MOST // max(keys.values())
    _, *parts = (Path(__file__).parent / "copies.sql").read_text().split("-- name: ")
    statements = {name: text for name, _, text in (part.partition("\n") for part in parts)}
    await connection.execute("set session_replication_role = replica")  # What is copied refers to copies.
    await connection.execute(statements["renamed"])
    await connection.execute("drop index " + ", ".join(NOT_READ))
    for table in ("incidents", "reports", "links"):
        await connection.execute(statements[table], of_a_city, copies, timeout=FILL_S)
    await connection.execute("vacuum analyze", timeout=FILL_S)
