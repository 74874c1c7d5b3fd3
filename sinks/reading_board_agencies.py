"""What officers of an agency ask Postgres on the board."""

from schemas.incident import Incident
from sinks.incident_rows import incident_of
from sinks.sql import Pool, queries


class AgencyReader:
    """Questions to Postgres."""

    def __init__(self, pool: Pool) -> None:
        self._pool = pool
        self._sql = queries()

    async def open_of(self, agency: str, limit: int) -> list[Incident]:
        """Open incidents on which an agency works, shall work, or is offered to as a partner."""
        found = await self._pool.fetch(self._sql["board_agency_open"], agency, limit)
        return [incident_of(row) for row in found]
