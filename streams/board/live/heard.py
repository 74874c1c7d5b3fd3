"""What Postgres told of since it was last asked, bounded."""

import asyncio
from collections.abc import Sequence

IDS_MAX = 20_000
"""With more of them all is read anew."""


class Heard:
    """Ids of incidents that changed, each once; `flood`: they were too many; `ended`: no more will come."""

    def __init__(self, most: int = IDS_MAX) -> None:
        self._ids: dict[str, None] = {}
        self._most = most
        self._something = asyncio.Event()
        self.flood = False
        self.ended = False

    def note(self, ids: Sequence[str]) -> None:
        """These changed."""
        if len(self._ids) + len(ids) > self._most:
            self.flood = True
            self._ids.clear()
        elif not self.flood:
            self._ids.update(dict.fromkeys(ids))
        self._something.set()

    def end(self) -> None:
        """The connection is gone."""
        self.ended = True
        self._something.set()

    async def wait(self, within_s: float) -> bool:
        """Until something was heard; False if nothing was for so long."""
        try:
            async with asyncio.timeout(within_s):
                await self._something.wait()
        except TimeoutError:
            return False
        return True

    def take(self) -> tuple[list[str], bool]:
        """What was heard, and whether it was too much; it is not told again."""
        taken, flood = list(self._ids), self.flood
        self._ids.clear()
        self.flood = False
        if not self.ended:
            self._something.clear()
        return taken, flood
