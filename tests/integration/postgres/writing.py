"""Things to write, and ways to look at what was written."""

from collections.abc import Sequence

from schemas.classified import ClassifiedReport
from schemas.message import Message
from schemas.rejection import Origin, Rejection, reject
from sinks.postgres import Claim, Pool, Store
from streams.core.fold import Folded, fold
from streams.core.incidents import OpenIncidents
from streams.core.storms import Storms
from tests.unit.core.city import RULES

DEADLINE_S = 10.0
TOPIC = "reports.classified"


async def count(pool: Pool, table: str) -> int:
    number: int = await pool.fetchval(f"select count(*) from {table}")
    return number


def at(claim: Claim) -> tuple[str, int, int | None]:
    """Where a claim stands; its epoch is a moment."""
    return claim.topic, claim.partition, claim.next_offset


def message(number: int, topic: str = "dispatches.air") -> Message:
    headers = (("content-type", b"application/json"), ("ce_id", f"é/{number}".encode()))
    return Message(topic, b"\x00key\xff", f"{number}".encode() + b"\x00\xff", headers)


def refusal(offset: int, code: str = "nul", original: bytes = b"\x00\xff") -> Rejection:
    origin = Origin(topic="reports.sorot", partition=1, offset=offset)
    return reject(origin, original, code=code, reason="alasan", field="text")


def open_incidents() -> OpenIncidents:
    return RULES.no_incidents()


async def take_in(
    store: Store,
    claim: Claim,
    reports: Sequence[ClassifiedReport],
    incidents: OpenIncidents,
    storms: Storms | None = None,
) -> tuple[Folded, Claim]:
    """A batch as `resolve` takes it in."""
    async with store.batch(claim, (claim.next_offset or 0) + len(reports)) as batch:
        digests = await batch.digests({report.report_key for report in reports})
        folded = fold(reports, incidents, digests, RULES, storms)
        await batch.record(folded.recorded, folded.incidents.values())
        await batch.record_storms(folded.storms)
    return folded, batch.claim


async def waiting(pool: Pool, cluster: str = "cluster-1") -> dict[tuple[str, int], int]:
    """How many messages wait in the outbox, by partition that made them."""
    found = await pool.fetch(
        "select topic, partition, count(*) as waiting from outbox where cluster = $1 group by 1, 2", cluster
    )
    return {(row["topic"], row["partition"]): row["waiting"] for row in found}
