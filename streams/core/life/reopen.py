"""An incident that was not fixed goes back to those who said so."""

from dataclasses import replace
from datetime import datetime

from schemas.catalog.models import Urgency
from schemas.incident import Incident, State
from schemas.life import Step, Work
from streams.core.life.works import OVER, with_works, works_of


def reopened(incident: Incident, at: datetime) -> Incident:
    """To the same agencies, one degree more urgent; a new vote will be held, and promises begin anew.

    What agencies did that need not act now is over too: they may be called back.
    """
    version = incident.version + 1

    def again(work: Work) -> Work:
        return Work(work.agency, Step.REOPENED, at, at, version) if work.step in OVER else work

    life = replace(
        incident.life,
        works=tuple(map(again, incident.life.works)),
        reopened=incident.life.reopened + 1,
        resolved_at=None,
        yes=0,
        no=0,
        again=0,
    )
    urgency = raised(incident.urgency, 1)
    works = map(again, works_of(incident))
    return with_works(
        replace(incident, state=State.OPEN, closed_at=None, urgency=urgency, life=life), works, at
    )


def raised(urgency: Urgency, times: int) -> Urgency:
    """So many degrees more urgent, but no emergency: that is what happens, not how often."""
    degrees = list(Urgency)
    highest = max(degrees.index(Urgency.HIGH), urgency.rank)
    return degrees[min(urgency.rank + times, highest)]
