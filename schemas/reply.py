"""`replies.<channel>`: what a reporter answers when asked whether it is fixed."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from schemas.contract import Contract, IncidentId, Timestamp
from schemas.incident import key_of
from schemas.report import ID_LENGTH

Answer = Literal["yes", "no"]


class Reply(Contract):
    """One answer of one reporter; a later one of the same reporter counts instead of an earlier one.

    `report_id` and `incident_id` are those of the feedback that asked. A second reply with the id of an
    earlier one is the same if its content is, and refused otherwise.
    """

    model_config = ConfigDict(title="Reply, version 1")

    id: Annotated[
        str,
        Field(
            pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=128, description="unique within its channel"
        ),
    ]
    report_id: Annotated[str, Field(min_length=1, max_length=ID_LENGTH, description="of the channel")]
    incident_id: IncidentId
    at: Annotated[Timestamp, Field(description="when it was answered; RFC 3339 with an offset")]
    answer: Annotated[Answer, Field(description="yes: it is fixed")]

    @property
    def key(self) -> str:
        """`city:family` of the incident."""
        return key_of(self.incident_id)
