"""A report that was taken in, and which agencies hear of it."""

from collections.abc import Sequence
from typing import NamedTuple

from schemas.classified import ClassifiedReport
from schemas.dispatch import Dispatch, Kind
from schemas.incident import Incident, Link, Routed
from streams.core.life.promises import standings
from streams.core.life.telling import partners
from streams.core.rules import Rules
from streams.core.storms import crosses
from streams.core.tell import dispatch_of


class Taken(NamedTuple):
    """A report with its link, and its incident before and after it.

    `stormy`: the incident is in an event that goes on. `usual` is how long such a matter takes, in words.
    """

    report: ClassifiedReport
    link: Link
    before: Incident | None
    after: Incident
    stormy: bool
    usual: str


def dispatches_of(taken: Taken, rules: Rules) -> Sequence[Dispatch]:
    """One message to each agency and to who helps it; in a storm not for each citizen who joins."""
    before, after = taken.before, taken.after
    told = {*(routed.agency for routed in before.routed), *before.released} if before else set()
    again: Kind = "changed" if before and before.place != after.place else "joined"
    hushed = taken.stormy and before and again == "joined" and not _is_worth_telling(before, after, rules)
    hearers: list[tuple[Routed, Kind]] = []
    for routed in after.routed:
        if routed.agency not in told:
            hearers.append((routed, "opened"))
        elif not hushed:
            hearers.append((routed, again))
    if before and not hushed:
        hearers += partners(before, after, again, after.last_reported_at, rules.catalog)
    # What was promised is asked of the calendar only if somebody hears it.
    works = standings(after, rules.catalog) if hearers else ()
    return [dispatch_of(after, routed, kind, works) for routed, kind in hearers]


def _is_worth_telling(before: Incident, after: Incident, rules: Rules) -> bool:
    """What an agency hears of an incident in an event: enough to send more people, and no more."""
    return (
        before.event != after.event
        or before.urgency != after.urgency
        or crosses(before.voices, after.voices, rules.catalog.city.storms.steps)
    )
