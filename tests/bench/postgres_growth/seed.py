"""True rows, as the product writes them, that a large table is made of."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from schemas.catalog import load
from schemas.message import Message
from schemas.topics import progress, replies
from sinks.topics import publish
from tests.bench.simulated import said
from tests.bench.stand import Crew, Product, product

DAYS = 20
UNREADABLE_EVERY = 50
ANSWERED_EVERY = 5
OPERATOR = "poc"
ROWS = {
    name: f"select * from {name}"
    for name in ("reports", "report_originals", "links", "progress", "replies", "rejections", "reporter_keys")
}
"""What is copied once all is over; incidents are copied before too."""
INCIDENTS = "select * from incidents"
TOLD = """select i.id, i.version, i.last_reported_at as at, l.channel, l.report_id,
                 array(select told ->> 'agency' from jsonb_array_elements(i.routed) as told) as agencies
          from incidents i join links l on l.incident_id = i.id and l.decision in ('opens', 'asks')
          where i.state = 'open' order by i.id"""


@dataclass(frozen=True, slots=True)
class Seed:
    """Files of COPY, by table; `incidents` as they were open, and `incidents_over` as all was over."""

    files: Mapping[str, Path]


async def written_by_the_product(reports: int, folder: Path) -> Seed:
    """Reports of a simulated city in three channels, incidents that are fixed, confirmed and closed."""
    async with product(Crew(), embedded=True) as stand:
        await _publish(stand, [_unreadable(n, one) for n, one in enumerate(said(load(), reports, days=DAYS))])
        await stand.drained()
        files = {"incidents": await _copied(stand, INCIDENTS, folder / "incidents")}
        await _live(stand)
        files["incidents_over"] = await _copied(stand, INCIDENTS, folder / "incidents_over")
        files |= {name: await _copied(stand, rows, folder / name) for name, rows in ROWS.items()}
        return Seed(files)


async def _live(stand: Product) -> None:
    """Agencies resolve what they were told, some reporters answer, and an operator confirms the rest."""
    told = await stand.postgres.fetch(TOLD)
    await _publish(
        stand, [_word(dict(row), agency, "resolved", after_h=1) for row in told for agency in row["agencies"]]
    )
    await stand.drained()
    await _publish(stand, [_answer(dict(row)) for row in told[::ANSWERED_EVERY]])
    await stand.drained()
    found = await stand.postgres.fetch("select id, version from incidents")
    versions: dict[str, int] = {row["id"]: row["version"] for row in found}
    confirmed = [
        _word({**row, "version": versions[row["id"]]}, OPERATOR, "confirmed", after_h=3) for row in told
    ]
    await _publish(stand, confirmed)
    await stand.drained()


async def _publish(stand: Product, messages: Sequence[Message]) -> None:
    stand.published += len(messages)
    await publish(stand.sending, messages)


async def _copied(stand: Product, rows: str, file: Path) -> Path:
    await stand.postgres.copy_from_query(rows, output=file, format="binary")
    return file


def _unreadable(number: int, message: Message) -> Message:
    """Some records are refused, as everywhere."""
    broken = number % UNREADABLE_EVERY == UNREADABLE_EVERY - 1
    return Message(message.topic, message.key, message.value[:-20], ()) if broken else message


def _word(row: Mapping[str, Any], agency: str, said: str, *, after_h: float) -> Message:
    content = {
        "id": f"{said}-{row['id']}",
        "incident_id": row["id"],
        "version": row["version"],
        "at": _later(row["at"], after_h),
        "by": "petugas-7",
        "said": said,
    }
    return Message(progress(agency), row["id"].encode(), json.dumps(content).encode(), ())


def _answer(row: Mapping[str, Any]) -> Message:
    content = {
        "id": f"answer-{row['id']}",
        "report_id": row["report_id"],
        "incident_id": row["id"],
        "at": _later(row["at"], 2),
        "answer": "yes",
    }
    return Message(replies(row["channel"]), row["report_id"].encode(), json.dumps(content).encode(), ())


def _later(at: datetime, hours: float) -> str:
    return (at + timedelta(hours=hours)).isoformat()
