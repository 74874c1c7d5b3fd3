"""`feedback.<channel>`: what a channel tells its reporter."""

from typing import Annotated, Literal

from pydantic import Field

from schemas.contract import Contract, Timestamp

FeedbackKind = Literal["received", "joined"]


class Feedback(Contract):
    """One message for one reporter, in Indonesian. A message may arrive again with the same `id`."""

    id: Annotated[str, Field(description="channel/report_id/kind")]
    report_id: str
    reporter: Annotated[str | None, Field(description="the channel's own reference, as it gave it")] = None
    incident_id: str
    kind: FeedbackKind
    message: Annotated[str, Field(description="Indonesian, ready to be shown")]
    at: Timestamp
