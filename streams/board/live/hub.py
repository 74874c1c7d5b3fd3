"""All open incidents in memory, and the browsers that are told of their changes."""

import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from sinks.reading_board import BoardRow
from streams.board.live import frames
from streams.board.live.audience import Audience
from streams.board.live.follower import Follower
from streams.board.live.history import History
from streams.metrics import BoardMetrics

DIGITS_MAX = 18
"""Of a position; Python reads no number of thousands of digits."""


class Hub:
    """A mark `name-position` says up to which change something was told; another process has another name."""

    def __init__(self, metrics: BoardMetrics, history: History | None = None) -> None:
        self.fresh = False
        self.closed = False
        self._metrics = metrics
        self._name = secrets.token_hex(4)
        self._position = 0
        self._rows: dict[str, BoardRow] = {}
        self._history = history or History()
        self._followers: set[Follower] = set()

    @property
    def mark(self) -> str:
        """Where it is now."""
        return f"{self._name}-{self._position}"

    @property
    def browsers(self) -> int:
        """How many follow."""
        return len(self._followers)

    def windows_of(self, account: str) -> int:
        """How many of them are of one account."""
        return sum(follower.account == account for follower in self._followers)

    def snapshot(self, audience: Audience) -> bytes:
        """All that this audience may see, as JSON: `mark` and `rows`."""
        rows = b",".join(row.content for row in self._rows.values() if audience.sees(row.id, row.agencies))
        return b'{"mark":"%s","rows":[%s]}' % (self.mark.encode(), rows)

    def replace(self, rows: Iterable[BoardRow]) -> None:
        """These are all that there are; what is different is told. From now on it is fresh."""
        now = {row.id: row for row in rows}
        gone = [id for id in self._rows if id not in now]
        self.change([row for row in now.values() if self._rows.get(row.id) != row], gone)
        self.fresh = True
        self._metrics.hears.set(1)

    def change(self, rows: Collection[BoardRow], gone: Collection[str]) -> None:
        """These are as they are now, those are not open any more."""
        before = {id: row for id in (*(row.id for row in rows), *gone) if (row := self._rows.get(id))}
        if not rows and not before:
            return
        self._position += 1
        self._rows.update((row.id, row) for row in rows)
        for id in gone:
            self._rows.pop(id, None)
        for row in (*before.values(), *rows):
            self._history.note(row.id, self._position, row.agencies)
        self._metrics.incidents.set(len(self._rows))
        self._tell(rows, before)

    def stale(self) -> None:
        """Postgres cannot be heard."""
        if self.fresh:
            self.fresh = False
            self._metrics.hears.set(0)
            self._put_all(frames.STALE)

    def close(self) -> None:
        """Let all that follow end, so that the process can."""
        self.closed = True
        for follower in self._followers:
            follower.wake()

    @contextmanager
    def following(self, audience: Audience, mark: str, account: str = "") -> Iterator[Follower]:
        """A follower that is told all after the mark, until the end of the block; the window of an account.

        Where what was missed is not known any more, it is told to load anew.
        """
        follower = Follower(audience, account)
        follower.put(self._since(mark, audience))
        self._followers.add(follower)
        self._metrics.browsers.set(len(self._followers))
        try:
            yield follower
        finally:
            self._followers.discard(follower)
            self._metrics.browsers.set(len(self._followers))

    def _since(self, mark: str, audience: Audience) -> bytes:
        name, _, number = mark.partition("-")
        known = name == self._name and number.isdecimal() and len(number) <= DIGITS_MAX
        if not known or not self._history.knows(int(number)):
            return frames.RELOAD
        missed = [id for id, agencies in self._history.after(int(number)) if audience.sees(id, agencies)]
        seen = {id: row.content for id in missed if (row := self._rows.get(id)) and _sees(audience, row)}
        told = frames.changes(self.mark, seen.values(), [id for id in missed if id not in seen])
        return told if self.fresh else told + frames.STALE

    def _tell(self, rows: Collection[BoardRow], before: Mapping[str, BoardRow]) -> None:
        """Rows as they are now, and as they were before. Many browsers have the same audience, so each
        frame is made once.
        """
        made: dict[Audience, bytes | None] = {}
        for follower in self._followers:
            audience = follower.audience
            if audience not in made:
                seen = {row.id: row.content for row in rows if _sees(audience, row)}
                left = [id for id, row in before.items() if id not in seen and _sees(audience, row)]
                made[audience] = frames.changes(self.mark, seen.values(), left) if seen or left else None
            if frame := made[audience]:
                self._put(follower, frame)

    def _put_all(self, frame: bytes) -> None:
        for follower in self._followers:
            self._put(follower, frame)

    def _put(self, follower: Follower, frame: bytes) -> None:
        if not follower.put(frame):
            self._metrics.slow.inc()


def _sees(audience: Audience, row: BoardRow) -> bool:
    return audience.sees(row.id, row.agencies)
