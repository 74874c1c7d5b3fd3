"""A decision over a few incidents."""

from datetime import timedelta

from schemas.classified import ClassifiedReport
from schemas.incident import Incident, Link
from streams.core.areas import areas_of
from streams.core.dedupe import Model, dedupe
from streams.core.incidents import OpenIncidents
from streams.core.kinds import kinds_of
from streams.core.sighting import sighting_of
from tests.unit.core.catalog import small_catalog
from tests.unit.core.model import MODEL

DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
NEW = "rawa:air:new"
KINDS, AREAS = kinds_of(small_catalog()), areas_of(small_catalog())


def held(*known: Incident | tuple[Incident, str]) -> OpenIncidents:
    """These incidents; a voice given with one spoke when it was last reported."""
    incidents = OpenIncidents(KINDS, MODEL.bounds)
    for entry in known:
        found, voice = entry if isinstance(entry, tuple) else (entry, None)
        incidents.put(found, {voice: found.last_reported_at} if voice else {})
    return incidents


def decide(report: ClassifiedReport, *known: Incident | tuple[Incident, str], model: Model = MODEL) -> Link:
    """Decide over these incidents."""
    return dedupe(sighting_of(report, KINDS, AREAS), held(*known).of(report.key), model, opens_as=NEW)
