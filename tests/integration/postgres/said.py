"""What agencies say and reporters answer, as `check` hands it on, and incidents that many speak of."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from schemas.classified import ReportKey
from schemas.command import Answered, Progressed
from schemas.incident import Decision, Incident, Link, Recorded
from schemas.progress import Progress, Said
from schemas.rejection import Origin
from schemas.reply import Answer, Reply
from schemas.report import Photo
from schemas.result import Refusal
from sinks.lives import write_incidents
from sinks.postgres import Claim, Store
from tests.integration.postgres.writing import TOPIC
from tests.unit.core.reports import LAT, LON, NOON, classified, incident

LATE = Refusal("stale", "version", "terlambat")


def progressed(
    id: str, incident_id: str, *, agency: str = "air", said: Said = Said.ACCEPTED, phashes: Sequence[str] = ()
) -> Progressed:
    """A word of an agency; its digest is its id."""
    progress = Progress(
        id=id,
        incident_id=incident_id,
        version=1,
        at=NOON,
        by="petugas-1",
        said=Said.RESOLVED if phashes else said,
        why="sudah",
        photos=tuple(
            Photo(url=f"https://bukti.id/{n}", phash=phash, taken_at=NOON, lat=LAT, lon=LON)
            for n, phash in enumerate(phashes)
        ),
    )
    origin = Origin(topic=f"progress.{agency}", partition=0, offset=0)
    return Progressed(progress=progress, agency=agency, origin=origin, digest=id)


def answered(
    id: str, report_id: str, incident_id: str, answer: Answer = "yes", *, channel: str = "sorot"
) -> Answered:
    """An answer of a reporter; its digest is its id."""
    reply = Reply(id=id, report_id=report_id, incident_id=incident_id, at=NOON, answer=answer)
    origin = Origin(topic=f"replies.{channel}", partition=0, offset=0)
    return Answered(reply=reply, channel=channel, origin=origin, digest=id)


async def put(store: Store, incidents: Sequence[Incident]) -> Claim:
    """Write incidents as they are."""
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, (claim.next_offset or 0) + 1) as batch:
        await write_incidents(batch, incidents)
    return batch.claim


async def crowd(store: Store, number: int, *, channel: str = "sorot", id: str = "ramai") -> Incident:
    """An incident of so many voices, each of which then sent a second report."""
    made = replace(incident(id), reports=2 * number, voices=number)
    said = [
        _joined(made, channel, f"{id}-{voice}", again=again) for again in (0, 1) for voice in range(number)
    ]
    claim = await store.claim(TOPIC, 0)
    async with store.batch(claim, (claim.next_offset or 0) + 1) as batch:
        await batch.record(said, [made])
    return made


async def positions(store: Store, incident_id: str) -> dict[ReportKey, int]:
    """Where the distinct reporters of an incident stand in the log."""
    found = await store.reporters(incident_id, up_to=2**62, after=0, limit=100)
    return {(one.channel, one.report_id): one.position for one in found}


def _joined(made: Incident, channel: str, reporter: str, *, again: int) -> Recorded:
    decision = Decision.RESENDS if again else Decision.JOINS
    report = classified(
        f"{reporter}-{again}", channel=channel, reporter=reporter, after=timedelta(minutes=again)
    )
    return Recorded(report, Link(made.id, decision, not again, None, None, "sama"))
