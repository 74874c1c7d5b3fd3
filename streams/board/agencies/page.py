"""What an officer's page of one incident tells."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from schemas.catalog.models import AgencyKind, Catalog
from schemas.incident import Incident
from schemas.progress import Said
from schemas.result import Result
from sinks.reading_lives import KnownProgress
from streams.board.access.visitor import Visitor
from streams.board.agencies.tasks import Task, may_say, task_of
from streams.board.agencies.words import OTHERWISE, REFUSED
from streams.board.here import Board
from streams.board.photos.shown import ShownPhoto, photos_of
from streams.board.seen import seen
from streams.http.asking import asking


@dataclass(frozen=True, slots=True)
class Became:
    """What became of a word that was sent; `known` is None until it is recorded."""

    known: KnownProgress | None

    @property
    def refused(self) -> str:
        """Why it was refused, in Indonesian; empty if it was not."""
        refusal = self.known.refusal if self.known else None
        return REFUSED.get(refusal.code, OTHERWISE) if refusal else ""

    @property
    def doubts(self) -> Sequence[str]:
        """What of a proof did not hold."""
        return [check.words for check in self.known.checks if not check.passed] if self.known else []


@dataclass(frozen=True, slots=True)
class ActPage:
    """An incident as an officer needs it. `form` is the page's own, `sent` the word that is asked about.

    `mark` is up to where it tells (see `streams.board.live.hub`).
    """

    incident: Incident
    task: Task | None
    may: Sequence[Said]
    proof: bool
    photos: Sequence[ShownPhoto]
    said: Sequence[KnownProgress]
    agencies: Sequence[tuple[str, str]]
    takes_photos: bool
    form: str
    sent: str
    became: Became | None
    mark: str


async def page_of(here: Board, id: str, visitor: Visitor, sent: str = "", form: str = "") -> ActPage:
    """Raises a `Fault` of 404 for what the visitor may not see, of 503 where Postgres is away."""
    agency, mark = visitor.agency or "", here.hub.mark
    with asking():
        incident = (await seen(here, id, visitor)).incident
        said = await here.connected.lives.progress_of(id)
        known = await here.connected.lives.progress(agency, sent) if sent else None
    category = here.catalog.categories.get(incident.category)
    return ActPage(
        incident=incident,
        task=task_of(incident, agency, here.catalog, datetime.now(UTC)),
        may=may_say(incident, agency, here.catalog),
        proof=category is None or category.proof,
        photos=photos_of(incident, said, here.photos_below),
        said=[one for one in said if one.result is Result.APPLIED],
        agencies=_others(here.catalog, agency),
        takes_photos=here.connected.photos is not None,
        form=form or secrets.token_hex(16),
        sent=sent,
        became=Became(known if known and known.incident_id == id else None) if sent else None,
        mark=mark,
    )


def _others(catalog: Catalog, agency: str) -> Sequence[tuple[str, str]]:
    """Who may act instead: id and name."""
    found = [
        (one.id, one.name)
        for one in catalog.agencies.values()
        if one.kind is AgencyKind.AGENCY and one.id != agency
    ]
    return sorted(found, key=lambda one: one[1])
