"""What agencies say and reporters answer, for the small city."""

from datetime import datetime, timedelta

from schemas.command import Answered, Progressed, Tick
from schemas.progress import Progress, Said
from schemas.rejection import Origin
from schemas.reply import Reply
from schemas.report import Photo
from tests.unit.core.reports import LAT, LON, NOON

KEY = "rawa:air"


def said(
    agency: str,
    incident: str,
    said: Said | str,
    *,
    id: str = "p1",
    version: int = 1,
    after: timedelta = timedelta(hours=1),
    why: str = "",
    other: str | None = None,
    photos: tuple[Photo, ...] = (),
) -> Progressed:
    """A word of an agency, so long after noon."""
    if Said(said) in (Said.REFUSED, Said.CANNOT, Said.REOPENED):
        why = why or "bukan tugas kami"
    progress = Progress(
        id=id,
        incident_id=incident,
        version=version,
        at=NOON + after,
        by="petugas",
        said=Said(said),
        why=why,
        agency=other,
        photos=photos,
    )
    origin = Origin(topic=f"progress.{agency}", partition=0, offset=0)
    digest = progress.model_dump_json()
    return Progressed(progress=progress, agency=agency, origin=origin, digest=digest)


def replied(
    report: str, incident: str, answer: str, *, id: str = "j1", after: timedelta = timedelta(hours=9)
) -> Answered:
    """An answer of the reporter of `channel:id`."""
    channel, _, report_id = report.partition(":")
    reply = Reply(id=id, report_id=report_id, incident_id=incident, at=NOON + after, answer=answer)
    origin = Origin(topic=f"replies.{channel}", partition=0, offset=0)
    return Answered(reply=reply, channel=channel, origin=origin, digest=reply.model_dump_json())


def tick(after: timedelta, key: str = KEY) -> Tick:
    """It is so long after noon."""
    return Tick(key=key, at=NOON + after)


def proof(
    *, phash: str | None = "0f1e2d3c4b5a6978", after: timedelta = timedelta(minutes=50), north: float = 0
) -> Photo:
    """A photo of the fix."""
    taken: datetime = NOON + after
    return Photo(url="https://foto.example/bukti.jpg", phash=phash, taken_at=taken, lat=LAT + north, lon=LON)
