"""A form that an operator filled in -> the correction that it means."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field, TypeAdapter, ValidationError

from schemas.catalog.models import Catalog
from schemas.correction import Correction, What
from schemas.rejection import Origin, Rejection
from schemas.topics import CORRECTIONS
from streams.board.invalid import would_be_refused, wrong_field
from streams.core.check_correction import check_correction
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.http.lately import Lately

SENT_MAX = 1_000
"""So many corrections are remembered as they were sent first."""
_ONE = ("kind", "incident", "into", "report", "category", "other", "correction")
_SEVERAL = ("reports", "agencies")
_WHAT: TypeAdapter[What] = TypeAdapter(Annotated[What, Field(discriminator="kind")])
_NOWHERE = Origin(topic=CORRECTIONS, partition=0, offset=0)


class SentCorrections:
    """Corrections as they were sent first: who repeats one that Kafka may have sends the very same record."""

    def __init__(self, most: int = SENT_MAX) -> None:
        self._sent: Lately[str, Correction] = Lately(most)

    def first(self, correction: Correction) -> Correction:
        """The one of this id that decides the same for the same reason, or this one."""
        before = self._sent.get(correction.id)
        if before and before.model_copy(update={"at": correction.at}) == correction:
            return before
        self._sent.keep(correction.id, correction)
        return correction


def what_of(form: Form, **known: str) -> What:
    """What is to be done, by the fields of that kind; `known` are fields that the form need not say.

    Raises `Fault` of 400 that names the first field that will not do.
    """
    said: dict[str, object] = {name: value for name in _ONE if (value := form.one(name))}
    said |= {name: values for name in _SEVERAL if (values := form.all(name))}
    try:
        return _WHAT.validate_python(said | known)
    except ValidationError as error:
        # Its place begins with the kind, where that is known; then the field, and what is within it.
        raise wrong_field(error, "kind", depth=1) from error


def seen_in(form: Form) -> Mapping[str, int]:
    """What the operator saw: of each `seen` an id and a revision, a space between. Raises `Fault` of 400."""
    found = {}
    for one in form.all("seen"):
        id, _, revision = one.partition(" ")
        if not (revision.isascii() and revision.isdecimal() and len(revision) < 10):
            raise Fault(400, "invalid", field="seen", reason="must be an id and a revision")
        found[id] = int(revision)
    return found


def decided(form: Form, what: What, by: str, at: datetime, catalog: Catalog) -> Correction:
    """The correction, if triage will take it. `id` of the form makes it the same one when it is sent again.

    Raises `Fault` of 400 that names the field.
    """
    id = form.one("id")
    if id is None:
        raise Fault(400, "invalid", field="id", reason="is missing")
    said = {"id": f"papan-{id}", "at": at, "by": by, "why": form.one("why") or ""}
    try:
        correction = Correction.model_validate(said | {"what": what, "seen": seen_in(form)})
    except ValidationError as error:
        raise wrong_field(error, "what") from error
    checked = check_correction(correction.to_json(), _NOWHERE, catalog)
    if isinstance(checked, Rejection):
        raise would_be_refused(checked, "what")
    return correction
