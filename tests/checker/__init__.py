"""Whether what came out agrees with what went in, by the topics and by plain SQL.

It shares no code with the workers, so that a mistake of theirs is not made here again.
"""

from collections.abc import Sequence

import asyncpg

from tests.checker import kept, told
from tests.checker.found import Found, Published
from tests.e2e.logs import Logs

__all__ = ["Published", "check"]

_TABLES = {
    "reports": "select channel, id, reporter from reports",
    "report_originals": "select channel, id, report from report_originals",
    "links": "select channel, report_id as id, incident_id, decision, new_voice, correction from links",
    "incidents": """
        select id, version, reports, voices, urgency, routed, revision, released, event from incidents
    """,
    "rejections": """
        select topic, partition, "offset", original, field, reason from rejections where cluster = $1
    """,
    "events": "select id, version, until, agencies from events",
    "outbox": "select to_topic from outbox",
}
_OUTGOING = ("dispatches.", "feedback.", "reports.rejected")


async def check(url: str, brokers: Sequence[str], cluster: str, published: Sequence[Published]) -> list[str]:
    """Everything that is wrong, in words; an empty list if nothing is."""
    async with Logs(brokers, _OUTGOING) as logs:
        await logs.catch_up()
    found = Found(await _tables(url, cluster), logs.records)
    checks = (
        *(kept.reports, kept.links, kept.rejections, kept.counts, kept.outbox),
        *(told.rejected_topic, told.dispatches, told.order, told.events, told.feedback),
    )
    return [fault for judge in checks for fault in judge(found, published)]


async def _tables(url: str, cluster: str) -> dict[str, list[asyncpg.Record]]:
    connection = await asyncpg.connect(url)
    try:
        return {
            name: await connection.fetch(sql, *([cluster] if "$1" in sql else []))
            for name, sql in _TABLES.items()
        }
    finally:
        await connection.close()
