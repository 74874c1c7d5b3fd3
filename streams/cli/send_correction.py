"""One correction from the command line: published, then followed until Postgres tells what became of it."""

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime
from getpass import getuser
from uuid import uuid4

from aiokafka.errors import KafkaError

from schemas.catalog.models import Catalog
from schemas.corrected import Result
from schemas.correction import Correction, What, report_key_of
from schemas.rejection import Origin, Rejection
from schemas.topics import CORRECTIONS
from sinks.reading import Reader
from sinks.reading_corrections import KnownCorrection
from streams.cli.chosen import zone_of
from streams.cli.errors import CONFIGURATION, CommandError
from streams.connections import cluster_of, no_broker, postgres, producer
from streams.core.check_correction import check_correction
from streams.settings import KafkaSettings, Settings

POLL_S = 0.2


def login_name() -> str:
    """Who gives the command. Raises `CommandError` where the system does not know."""
    try:
        return getuser()
    except (KeyError, OSError) as error:
        raise CommandError("--by: nobody is logged in here; name the operator's account") from error


async def revisions(settings: Settings, ids: Iterable[str]) -> dict[str, int]:
    """What the incidents are at now. Raises `CommandError` for one that is not known."""
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        found = {id: await reader.incident(id) for id in ids}
    if unknown := [id for id, incident in found.items() if incident is None]:
        raise CommandError(f"no incident {', '.join(unknown)}")
    return {id: incident.revision for id, incident in found.items() if incident}


async def incident_of(settings: Settings, report: str) -> str:
    """Where a report `channel:id` is. Raises `CommandError` if nobody knows it."""
    async with postgres(settings.postgres) as pool:
        known = await Reader(pool).report(*report_key_of(report))
    if known is None:
        raise CommandError(f"no report {report}")
    return known.link.incident_id


async def known_correction(settings: Settings, id: str) -> KnownCorrection:
    """What is kept of a correction. Raises `CommandError` if nothing is."""
    async with postgres(settings.postgres) as pool:
        known = await Reader(pool).corrections.one(id)
    if known is None:
        raise CommandError(f"no correction {id}")
    return known


def decided(what: What, *, by: str | None, why: str, seen: dict[str, int], catalog: Catalog) -> Correction:
    """The correction, of this moment. Raises `CommandError` if triage would refuse it."""
    at = datetime.now(zone_of(catalog, None)).replace(microsecond=0)
    correction = Correction.model_construct(
        id=f"cli-{uuid4().hex[:12]}", at=at, by=by or login_name(), why=why, what=what, seen=seen
    )
    origin = Origin(topic=CORRECTIONS, partition=0, offset=0)
    found = check_correction(correction.to_json(), origin, catalog)
    if isinstance(found, Rejection):
        field = f"{found.field or 'correction'}: "
        raise CommandError(field + found.reason.removeprefix(field), CONFIGURATION)
    return correction


async def follow(settings: Settings, correction: Correction, patience_s: float) -> KnownCorrection:
    """Publish it and wait for what becomes of it; under way if that is all that is known in time."""
    async with postgres(settings.postgres) as pool:
        reader = Reader(pool)
        cluster = await cluster_of(settings.kafka)
        origin = await _publish(settings.kafka, correction)
        deadline = time.monotonic() + patience_s
        while True:
            known = await reader.corrections.one(correction.id)
            over = time.monotonic() > deadline
            if known and (known.result is not Result.UNDER_WAY or over):
                return known
            if known is None and (refused := await reader.refusals(cluster, [origin])):
                raise CommandError(f"refused: {refused[origin].reason}")
            if over:
                raise CommandError(
                    f"correction {correction.id} is not in Postgres after {patience_s:.0f} s; "
                    "do both workers run?"
                )
            await asyncio.sleep(POLL_S)


async def _publish(kafka: KafkaSettings, correction: Correction) -> Origin:
    async with producer(kafka) as made:
        try:
            at = await made.send_and_wait(CORRECTIONS, correction.to_json(), key=correction.key.encode())
        except KafkaError as error:
            raise no_broker(kafka, error) from error
    return Origin(topic=at.topic, partition=at.partition, offset=at.offset)
