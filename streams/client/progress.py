"""`Progress`: what an agency says it did about an incident."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from pydantic_core import to_jsonable_python

from schemas import topics
from schemas.progress import Progress as Contract
from schemas.progress import Said
from schemas.report import Photo
from streams.client.brokers import Brokers
from streams.client.checking import checked, moment
from streams.client.errors import Refused
from streams.client.ids import id_of
from streams.client.outlet import WITHIN_S, Letter, Outlet, Sent


class Answerable(Protocol):
    """What names the dispatch that is answered: a `Dispatch`, or what you kept of it."""

    @property
    def incident_id(self) -> str:
        """As it was in the dispatch."""

    @property
    def version(self) -> int:
        """As it was in the dispatch."""


class Progress(Outlet):
    """Publishes what one agency says; an async context manager, and tasks may share one.

    Every step names the dispatch that it answers and `by`, the officer's account: opaque, never a name. `at`
    is when it was done, now if not given. The id follows from the content: the same step of the same moment,
    said again, counts once; so keep `at` if you may have to say it again. All raise `Refused` before anything
    is sent, and `Unreachable`. That Kafka has it does not mean that it could follow: what is out of order is
    refused later, see `sinergi explain`.
    """

    def __init__(
        self,
        agency: str,
        *,
        brokers: Brokers,
        within_s: float = WITHIN_S,
        idempotent: bool = True,
    ) -> None:
        super().__init__(topics.progress(agency), brokers=brokers, within_s=within_s, idempotent=idempotent)

    async def accepted(self, told: Answerable, *, by: str, at: datetime | None = None) -> Sent:
        """It is ours, and we will act."""
        return await self.say(Said.ACCEPTED, told, by=by, at=at)

    async def refused(
        self, told: Answerable, *, by: str, why: str, agency: str | None = None, at: datetime | None = None
    ) -> Sent:
        """It is not ours; `agency` is who should act instead, if you know."""
        return await self.say(Said.REFUSED, told, by=by, why=why, agency=agency, at=at)

    async def on_site(self, told: Answerable, *, by: str, at: datetime | None = None) -> Sent:
        """Somebody is there."""
        return await self.say(Said.ON_SITE, told, by=by, at=at)

    async def resolved(
        self,
        told: Answerable,
        *,
        by: str,
        photos: Iterable[Photo | Mapping[str, object]] = (),
        at: datetime | None = None,
    ) -> Sent:
        """It is fixed. Most categories want a photo: `url`, `phash`, `taken_at`, `lat` and `lon`."""
        return await self.say(Said.RESOLVED, told, by=by, photos=photos, at=at)

    async def cannot(self, told: Answerable, *, by: str, why: str, at: datetime | None = None) -> Sent:
        """It is ours and cannot be fixed."""
        return await self.say(Said.CANNOT, told, by=by, why=why, at=at)

    async def released(self, told: Answerable, *, by: str, at: datetime | None = None) -> Sent:
        """Partners may do it; the first that accepts gets it."""
        return await self.say(Said.RELEASED, told, by=by, at=at)

    async def say(
        self,
        said: Said | str,
        told: Answerable,
        *,
        by: str,
        why: str = "",
        agency: str | None = None,
        photos: Iterable[Photo | Mapping[str, object]] = (),
        at: datetime | None = None,
        id: str | None = None,
    ) -> Sent:
        """Any step; `confirmed` and `reopened` are the operator's alone."""
        content = {
            "incident_id": told.incident_id,
            "version": told.version,
            "at": moment("at", at),
            "by": by,
            "said": str(said),
            "why": why,
            "agency": agency,
            "photos": _photos(photos),
        }
        found = checked(Contract, {"id": id or id_of(str(said), content), **content})
        [sent] = await self.send([Letter(told.incident_id, found.value)])
        return sent


def _photos(given: Iterable[Photo | Mapping[str, object]]) -> object:
    """As JSON has them. A single one is handed on as it is, for the contract to refuse it by its name."""
    single = isinstance(given, str | Mapping | Photo)
    try:
        return to_jsonable_python(given if single else list(given))
    except ValueError as error:
        raise Refused("photos", f"cannot be written as JSON: {error}") from error
