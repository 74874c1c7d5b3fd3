"""Whether what came out agrees with what went in, by the topics and by plain SQL.

It shares no code with the workers, so that a mistake of theirs is not made here again.
"""

import tomllib
from collections.abc import Sequence
from pathlib import Path

import asyncpg

import schemas.catalog
from tests.checker import agencies, decisions, kept, lives, reporters, told
from tests.checker.found import Found, Published, Rules
from tests.e2e.logs import Logs

__all__ = ["Published", "check"]

_TABLES = {
    "reports": "select channel, id, reporter, reported_at from reports",
    "report_originals": "select channel, id, report from report_originals",
    "links": """
        select channel, report_id as id, incident_id, decision, new_voice, correction, position, leaving
        from links
    """,
    "incidents": """
        select id, version, state, step, reports, voices, urgency, routed, revision, released, event,
               moved_to, dismissed_by, due_at, life, (life ->> 'resolved_at')::timestamptz as resolved_at
        from incidents
    """,
    "progress": """
        select agency, id, incident_id, said, content, result, code, reason from progress order by number
    """,
    "replies": """
        select channel, id, report_id, incident_id, voice, round, answer, result, code, reason
        from replies order by number
    """,
    "rejections": """
        select topic, partition, "offset", original, code, field, reason from rejections where cluster = $1
    """,
    "events": "select id, version, until, agencies from events",
    "outbox": "select to_topic from outbox",
}
_OUTGOING = ("dispatches.", "feedback.", "announcements", "reports.rejected")
_JUDGES = (
    *(kept.reports, kept.links, kept.rejections, kept.counts, kept.outbox),
    *(told.rejected_topic, told.order, told.events),
    *(agencies.dispatches, decisions.operator, decisions.overdue, decisions.partners),
    *(reporters.answers, reporters.steps, reporters.announcements),
    *(lives.words, lives.ends, lives.votes, lives.counts),
)


async def check(url: str, brokers: Sequence[str], cluster: str, published: Sequence[Published]) -> list[str]:
    """Everything that is wrong, in words; an empty list if nothing is."""
    async with Logs(brokers, _OUTGOING) as logs:
        await logs.catch_up()
    found = Found(await _tables(url, cluster), logs.records, _rules())
    return [fault for judge in _JUDGES for fault in judge(found, published)]


async def _tables(url: str, cluster: str) -> dict[str, list[asyncpg.Record]]:
    connection = await asyncpg.connect(url)
    try:
        return {
            name: await connection.fetch(sql, *([cluster] if "$1" in sql else []))
            for name, sql in _TABLES.items()
        }
    finally:
        await connection.close()


def _rules() -> Rules:
    folder = Path(schemas.catalog.__file__).parent
    agencies = {path.stem: tomllib.loads(path.read_text()) for path in folder.glob("agencies/*.toml")}
    messages = tomllib.loads((folder / "messages.toml").read_text())
    return Rules({id: one.get("kind", "agency") for id, one in agencies.items()}, messages["limit_a_day"])
