"""What `resolve` reads on `reports.classified` beside reports. Between our own workers only.

Corrections, what agencies say, what reporters answer and the ticks of the clock share the log of the
reports: one order for everything that changes an incident, so that the same log gives the same incidents,
and one offset fences all.
"""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from schemas.contract import Contract, IncidentId, Timestamp
from schemas.correction import Correction, CorrectionId
from schemas.incident import key_of
from schemas.progress import Progress
from schemas.rejection import Origin
from schemas.reply import Reply
from schemas.report import ID_LENGTH

ORDERED = "sinergi.correction.v1"
RECEIVE = "sinergi.receive.v1"
PROGRESS = "sinergi.progress.v1"
REPLY = "sinergi.reply.v1"
TICK = "sinergi.tick.v1"
FORGET = "sinergi.forget.v1"
"""Values of the header `ce_type`, by which these are told from reports."""

FORGOTTEN = 500
"""So many reports, and so many refused records, one command forgets; of more there are several."""

HOPS = 4
"""So often reports on their way are sent on; then they stay where they are, in an incident of their own."""


class Ordered(Contract):
    """A correction that triage found in order, its `why` masked; `digest` is of what the sender wrote."""

    correction: Correction
    origin: Origin
    digest: str

    @property
    def key(self) -> str:
        """`city:family` of the incident that it is about."""
        return self.correction.key


class Receive(Contract):
    """The second step of a correction between two keys: take these reports in.

    They left `source`, whose key is another, and are linked to it until they are received. `into` is
    where they go: if it is not there it is opened, as of `category`. `undoes` is the correction that
    took them from here.
    """

    ordered: Ordered
    source: IncidentId
    into: IncidentId
    category: str
    undoes: CorrectionId | None = None
    hops: Annotated[int, Field(ge=0, le=HOPS)] = 0

    @property
    def key(self) -> str:
        """`city:family` of the incident that they go to."""
        return key_of(self.into)


class Progressed(Contract):
    """What an agency said that triage found in order, its `why` masked; `digest` is of what it wrote."""

    progress: Progress
    agency: str
    origin: Origin
    digest: str

    @property
    def key(self) -> str:
        """`city:family` of the incident that it is about."""
        return self.progress.key


class Answered(Contract):
    """What a reporter answered that triage found in order. It is sent on to where the report is by now."""

    reply: Reply
    channel: str
    origin: Origin
    digest: str
    hops: Annotated[int, Field(ge=0, le=HOPS)] = 0

    @property
    def key(self) -> str:
        """`city:family` of the incident that it is about."""
        return self.reply.key


class Tick(Contract):
    """It is `at`, for all incidents of a key: the only time there is beside that of the records."""

    key: str
    at: Timestamp


class Forget(Contract):
    """What these reports of one citizen said is to be gone, and who said it. It names nobody.

    `rejections` are refused records (topic/partition/offset) that may be theirs. `seal` is their key, which
    is destroyed. `expired`: nobody asked for it, but their time is over; of that agencies hear nothing.
    `hops` counts how often it followed reports to another key.
    """

    key: str
    channel: str
    reports: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=ID_LENGTH)], ...], Field(max_length=FORGOTTEN)
    ] = ()
    rejections: Annotated[tuple[Origin, ...], Field(max_length=FORGOTTEN)] = ()
    seal: UUID | None = None
    expired: bool = False
    at: Timestamp
    hops: Annotated[int, Field(ge=0, le=HOPS)] = 0
