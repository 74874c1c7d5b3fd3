"""Which photos an incident has that we keep ourselves; of those that lie elsewhere nothing is asked for."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from schemas.incident import Incident
from schemas.result import Result
from sinks.reading_lives import KnownProgress
from streams.photos.links import sha256_of


@dataclass(frozen=True, slots=True)
class ShownPhoto:
    """One of them: a citizen's, or what an agency shows of a fix."""

    incident_id: str
    sha256: str
    of: Literal["report", "proof"]

    @property
    def url(self) -> str:
        """Where the board shows it to who may see the incident."""
        return f"/incident/{quote(self.incident_id, safe='')}/photo/{self.sha256}.jpg"

    @property
    def small_url(self) -> str:
        """The same, small."""
        return f"/incident/{quote(self.incident_id, safe='')}/thumbnail/{self.sha256}.jpg"


def photos_of(
    incident: Incident, progress: Sequence[KnownProgress], below: str | None
) -> tuple[ShownPhoto, ...]:
    """Each once, citizens' first. Those that we keep lie `below` an address; None where we keep none."""
    if below is None:
        return ()
    found = dict[str, ShownPhoto]()
    for sha256 in _ours(incident.photos, below):
        found.setdefault(sha256, ShownPhoto(incident.id, sha256, "report"))
    for sha256 in _ours(_proofs(progress), below):
        found.setdefault(sha256, ShownPhoto(incident.id, sha256, "proof"))
    return tuple(found.values())


def _proofs(progress: Sequence[KnownProgress]) -> Iterator[str]:
    applied = (said for said in progress if said.result is Result.APPLIED)
    return (photo.url for said in applied for photo in said.photos)


def _ours(urls: Iterable[str], below: str) -> Iterator[str]:
    return (sha256 for url in urls if (sha256 := sha256_of(below, url)))
