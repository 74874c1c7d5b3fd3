"""One correction from the command line: what it needs to know, and the record that it is sent as."""

from collections.abc import Iterable
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.correction import Correction, What, report_key_of
from schemas.topics import CORRECTIONS
from sinks.reading import Reader
from sinks.reading_corrections import KnownCorrection
from streams.cli.chosen import zone_of
from streams.cli.errors import CommandError
from streams.cli.sending import NamedMessage, accepted, login_name, new_id, unsent
from streams.connections import postgres
from streams.core.check_correction import check_correction
from streams.settings import Settings


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
        id=new_id(), at=at, by=by or login_name(), why=why, what=what, seen=seen
    )
    accepted(check_correction(correction.to_json(), unsent(CORRECTIONS), catalog), "correction")
    return correction


def message_of(correction: Correction) -> NamedMessage:
    """How it is sent."""
    return NamedMessage(f"correction {correction.id}", CORRECTIONS, correction.key, correction.to_json())
