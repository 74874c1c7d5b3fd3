"""What an officer filled in -> what the agency says on `progress.<agency>`."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from schemas.catalog.models import Catalog
from schemas.progress import NOTE_LENGTH, REASONED, Said
from schemas.rejection import Origin, Rejection
from schemas.topics import progress
from streams.board.agencies.tasks import SAYS
from streams.board.invalid import would_be_refused, wrong_field
from streams.core.check_life import check_progress
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.photos.stored import StoredPhoto

FIRST_MS = 946_684_800_000
"""The year 2000: before it a telephone does not know the time."""
LAST_MS = 4_102_444_800_000


class Act(BaseModel):
    """A form. `form` is of the page that was shown, so what comes twice from one page is one word.

    `taken_ms`, `lat` and `lon` are the telephone's word on a photo that does not tell them itself.
    """

    model_config = ConfigDict(frozen=True)

    form: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    said: Said
    version: Annotated[int, Field(ge=1, le=2**31 - 1)]
    why: Annotated[str, Field(max_length=NOTE_LENGTH)] = ""
    agency: str | None = None
    taken_ms: Annotated[int | None, Field(ge=FIRST_MS, le=LAST_MS)] = None
    lat: Annotated[float | None, Field(ge=-90, le=90)] = None
    lon: Annotated[float | None, Field(ge=-180, le=180)] = None

    @model_validator(mode="after")
    def _officers(self) -> Self:
        if self.said not in SAYS:
            raise ValueError(f"{self.said} is not said by an officer")
        return self

    @property
    def id(self) -> str:
        """Of the word that it becomes."""
        return f"board-{self.form}-{self.said}"


def act_of(form: Form) -> Act:
    """Raises `Fault` of 400, naming the field."""
    fields = {name: value for name in Act.model_fields if (value := form.one(name)) is not None}
    try:
        act = Act.model_validate(fields)
    except ValidationError as error:
        raise wrong_field(error, "said") from error
    if act.said in REASONED and not act.why.strip():
        raise Fault(400, "act_why", field="why")
    return act


@dataclass(frozen=True, slots=True)
class Word:
    """A record of `progress.<agency>` that triage will take."""

    topic: str
    key: str
    value: bytes


def word_of(
    act: Act, incident_id: str, photo: StoredPhoto | None, *, agency: str, by: str, catalog: Catalog
) -> Word:
    """What is said now by this account. Raises `Fault` for what triage would refuse."""
    at = datetime.now(UTC)
    content: dict[str, object] = {
        "id": act.id,
        "incident_id": incident_id,
        "version": act.version,
        "at": at.isoformat(),
        "by": by,
        "said": act.said.value,
        "why": act.why,
        "agency": act.agency if act.said is Said.REFUSED else None,
        "photos": [_shown(photo, act, at)] if photo else [],
    }
    topic, value = progress(agency), json.dumps(content).encode()
    found = check_progress(value, agency, Origin(topic=topic, partition=0, offset=0), catalog, at)
    if isinstance(found, Rejection):
        raise would_be_refused(found, "said")
    return Word(topic, incident_id, value)


def _shown(photo: StoredPhoto, act: Act, at: datetime) -> Mapping[str, object]:
    """What the file does not tell is as the telephone says; where its clock is ahead the photo is of now."""
    told = datetime.fromtimestamp(act.taken_ms / 1_000, UTC) if act.taken_ms else None
    taken_at = photo.taken_at or told
    more: dict[str, object] = {"taken_at": min(taken_at, at).isoformat()} if taken_at else {}
    if photo.lat is None and act.lat is not None and act.lon is not None:
        more |= {"lat": act.lat, "lon": act.lon}
    return photo.model_dump(mode="json", exclude_none=True) | more
