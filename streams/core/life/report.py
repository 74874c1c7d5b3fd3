"""What one more report does to an incident's life."""

from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.incident import Incident
from streams.core.life.advance import settled
from streams.core.life.votes import heard_again
from streams.core.life.works import ASKED, rerouted


def reported(
    before: Incident, after: Incident, *, said_at: datetime, new_voice: bool, catalog: Catalog
) -> Incident:
    """Agencies that it brings in begin now; after it was resolved, another citizen's report says no."""
    after = rerouted(before, after, said_at)
    resolved_at = before.life.resolved_at
    if new_voice and before.life.step in ASKED and resolved_at and said_at > resolved_at:
        after = heard_again(after)
    # The calendar is asked only where the answer may be another one than before, which is still there.
    if (after.life, after.urgency, after.category) == (before.life, before.urgency, before.category):
        return after
    return settled(after, catalog)
