"""Reports as one caller may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlencode

from fastapi import Request

from schemas.catalog.models import Catalog
from schemas.public import public_categories
from sinks.reading_requests import KnownRequest, RequestReader, Viewer, Wanted
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.intake.georeport.shapes import ServiceRequest
from streams.intake.georeport.telling import told
from streams.intake.georeport.wanted import NAMED_MAX, listed, no_request, report_key_in
from streams.intake.here import Here, Key


@dataclass(frozen=True, slots=True)
class Requests:
    """What one caller may see, at one moment."""

    reader: RequestReader
    viewer: Viewer
    catalog: Catalog
    now: datetime

    async def page(self, wanted: Wanted) -> list[ServiceRequest]:
        """The newest first. Raises `Fault`."""
        with asking():
            found = await self.reader.page(self.viewer, wanted)
        return [self._told(one) for one in found]

    async def named(self, names: str) -> list[ServiceRequest]:
        """Those of a list with commas that there are. Raises `Fault`."""
        asked = listed(names)
        if len(asked) > NAMED_MAX:
            raise Fault(400, "too_many_values", field="service_request_id", most=NAMED_MAX)
        keys = [report_key_in("service_request_id", name) for name in asked]
        with asking():
            found = await self.reader.named(self.viewer, keys)
        return [self._told(one) for one in found]

    async def one(self, field: str, name: str) -> ServiceRequest:
        """The report of a name. Raises `Fault`."""
        with asking():
            found = await self.reader.named(self.viewer, [report_key_in(field, name)])
        if not found:
            raise no_request(field, name)
        return self._told(found[0])

    def _told(self, known: KnownRequest) -> ServiceRequest:
        return told(known, self.catalog, whole=self.viewer.channel is not None, at=self.now)


async def requests_for(here: Here, key: Key) -> Requests:
    """With a key those of its channel, without one what is public. Raises `Fault`."""
    channel = (await here.keys.admit(key)).channel if key else None
    viewer = Viewer(channel, public_categories(here.catalog))
    return Requests(RequestReader(here.pool), viewer, here.catalog, datetime.now(UTC))


def next_page(request: Request, page: int) -> Mapping[str, str]:
    """Where to read on; a key in the query is not repeated, since addresses are logged."""
    asked = [
        (name, value) for name, value in request.query_params.multi_items() if name not in ("page", "api_key")
    ]
    return {"Link": f'<?{urlencode([*asked, ("page", str(page + 1))])}>; rel="next"'}
