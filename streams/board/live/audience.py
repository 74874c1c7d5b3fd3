"""Who is told of which incidents."""

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Audience:
    """All of them, or those of an agency (now or before), or one; both where both are named."""

    agency: str | None = None
    incident: str | None = None

    def sees(self, id: str, agencies: Collection[str]) -> bool:
        """Whether it is told of an incident that these agencies may see."""
        return (self.agency is None or self.agency in agencies) and (
            self.incident is None or self.incident == id
        )


ALL = Audience()
