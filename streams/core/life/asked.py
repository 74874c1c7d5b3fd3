"""Where an incident stands, for a citizen who asks."""

from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.incident import Incident, State
from schemas.life import Step
from streams.core.life.messages import stands_words
from streams.core.life.promises import standings

_NO_REPORT = "tidak kami teruskan, karena tidak memuat hal yang dapat ditangani"
_OVER = (Step.CONFIRMED, Step.CLOSED, Step.CANNOT)


def asked_words(incident: Incident, catalog: Catalog, *, at: datetime) -> str:
    """Half a sentence in Indonesian."""
    return _NO_REPORT if incident.dismissed_by else stands_words(incident, catalog, at=at)


def promised_by(incident: Incident, catalog: Catalog) -> datetime | None:
    """When all who work on it promised to be done, as far as they still have to keep it."""
    if incident.state is not State.OPEN:
        return None
    return max((one.resolve_by for one in standings(incident, catalog) if one.resolve_by), default=None)


def is_over(incident: Incident) -> bool:
    """Whether nobody has to act any more; `requests` in `sinks/queries/intake.sql` says the same."""
    return incident.state is State.CLOSED or incident.dismissed_by is not None or incident.life.step in _OVER
