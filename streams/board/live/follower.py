"""What waits to be sent to one browser, bounded."""

import asyncio
from collections import deque

from streams.board.live.audience import Audience

FRAMES_MAX = 200
BYTES_MAX = 4 << 20
"""So much may wait for a browser; then it is told to load anew."""


class Follower:
    """Frames for one browser, in order; a window of that account."""

    def __init__(self, audience: Audience, account: str = "") -> None:
        self.audience = audience
        self.account = account
        self.slow = False
        self._frames: deque[bytes] = deque()
        self._bytes = 0
        self._something = asyncio.Event()

    def put(self, frame: bytes) -> bool:
        """Let it wait. False if too much waits already: nothing does any more, and the browser is `slow`."""
        if self.slow:
            return True
        self._something.set()
        if len(self._frames) >= FRAMES_MAX or self._bytes + len(frame) > BYTES_MAX:
            self.slow = True
            self._frames.clear()
            return False
        self._frames.append(frame)
        self._bytes += len(frame)
        return True

    def wake(self) -> None:
        """Let `take` return, whether or not something waits."""
        self._something.set()

    async def take(self, within_s: float) -> bytes:
        """All that waits; nothing if nothing came for so long."""
        try:
            async with asyncio.timeout(within_s):
                await self._something.wait()
        except TimeoutError:
            return b""
        self._something.clear()
        taken = b"".join(self._frames)
        self._frames.clear()
        self._bytes = 0
        return taken
