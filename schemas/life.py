"""An incident's life after it was handed over: what its agencies do, and where it stands for all that."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Step(StrEnum):
    """Where an incident stands, or an agency's work on it.

    An agency's work goes from `dispatched` (or `reopened`) to `resolved` or `cannot`; only the incident
    as a whole is `confirmed` by its reporters and then `closed`.
    """

    DISPATCHED = "dispatched"
    REOPENED = "reopened"
    ACCEPTED = "accepted"
    ON_SITE = "on_site"
    RESOLVED = "resolved"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    CANNOT = "cannot"


class Overdue(StrEnum):
    """A promise that was not kept, and who was told of it; each once for each dispatch of the work."""

    ACCEPT = "accept"
    ACCEPT_OPERATOR = "accept_operator"
    RESOLVE = "resolve"
    RESOLVE_OPERATOR = "resolve_operator"


@dataclass(frozen=True, slots=True)
class Work:
    """What one agency does about an incident.

    `at` is since when it stands at `step`; `since` when the agency was told to act, from which its promises
    count, and `version` the incident's version then: what answers an older one is refused. `partner` does
    it in the agency's name; `offered` are partners that may. `proven` is None until it is resolved.
    """

    agency: str
    step: Step
    at: datetime
    since: datetime
    version: int
    proven: bool | None = None
    partner: str | None = None
    offered: tuple[str, ...] = ()
    overdue: tuple[Overdue, ...] = ()


@dataclass(frozen=True, slots=True)
class Life:
    """All that happened to an incident since it was opened; nothing yet.

    Agencies without a work in `works` were told when it opened and have said nothing. `at` is since when it
    stands at `step`; `resolved_at` when it was resolved last. That begins a vote: `vote` counts them, `yes`
    and `no` are the distinct voices of the present one, `again` those of the no that reported it anew after
    it was resolved, and answered nothing yet. `refusals` are agencies that refused it, in their order, each
    as often as it did.

    `number` counts what all reporters were told together, `last` is the last of it (what/by whom: nobody
    hears that twice in a row), `told` how much it was on the day `told_on`;
    `withheld` says that they were not told of where it stands, since they had heard enough that day.
    """

    step: Step = Step.DISPATCHED
    at: datetime | None = None
    works: tuple[Work, ...] = ()
    refusals: tuple[str, ...] = ()
    reopened: int = 0
    resolved_at: datetime | None = None
    vote: int = 0
    yes: int = 0
    no: int = 0
    again: int = 0
    number: int = 0
    last: str = ""
    told_on: date | None = None
    told: int = 0
    withheld: bool = False


UNTOUCHED = Life()
"""Of an incident of which nobody has said anything; one for all."""
