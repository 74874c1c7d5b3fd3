"""A decision over a few open incidents."""

from datetime import timedelta

from schemas.classified import ClassifiedReport
from schemas.incident import Incident, Link
from streams.core.dedupe import dedupe
from streams.core.incidents import OpenIncidents
from tests.unit.core.catalog import RULE

DAY, HOUR, MINUTE, SECOND = (timedelta(**{unit: 1}) for unit in ("days", "hours", "minutes", "seconds"))
NEW = "rawa:air:new"


def decide(
    report: ClassifiedReport, *known: Incident | tuple[Incident, str], alone: str | None = None
) -> Link:
    """Decide over these open incidents; a voice given with one spoke when it was last reported."""
    incidents = OpenIncidents(RULE.radius_m)
    for entry in known:
        found, voice = entry if isinstance(entry, tuple) else (entry, None)
        incidents.put(found, {voice: found.last_reported_at} if voice else {})
    return dedupe(report, incidents, RULE, alone=alone, opens_as=NEW)
