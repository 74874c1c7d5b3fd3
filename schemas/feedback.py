"""`feedback.<channel>`: what a channel tells its reporter."""

from typing import Annotated

from pydantic import Field

from schemas.catalog.messages import Told
from schemas.contract import Contract, Timestamp


class Feedback(Contract):
    """One message for one reporter, in Indonesian. A message may arrive again with the same `id`.

    `received` or `joined` answers the report at once; the others follow. What `asks` is answered with yes
    or no, on `replies.<channel>` with this `report_id` and `incident_id`.
    """

    id: Annotated[
        str, Field(description="channel/report_id/kind; of what follows channel/report_id/incident_id/number")
    ]
    report_id: str
    reporter: Annotated[str | None, Field(description="the channel's own reference, as it gave it")] = None
    incident_id: str
    kind: Told
    message: Annotated[str, Field(description="Indonesian, ready to be shown")]
    at: Timestamp
    asks: Annotated[bool, Field(description="whether it is fixed")] = False
