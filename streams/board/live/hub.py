"""All open incidents in memory, and the browsers that are told of their changes."""

import secrets
from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager

from sinks.reading_board import BoardRow
from streams.board.live import frames
from streams.board.live.audience import Audience
from streams.board.live.follower import Follower
from streams.board.live.history import History
from streams.metrics import BoardMetrics


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
        left = [row for id in gone if (row := self._rows.pop(id, None))]
        if not rows and not left:
            return
        self._position += 1
        for row in rows:
            before = self._rows.get(row.id)
            self._rows[row.id] = row
            # Who could see it before must hear that it cannot any more; it never cannot, as it is now.
            seen_by = row.agencies | before.agencies if before else row.agencies
            self._history.note(row.id, self._position, seen_by)
        for row in left:
            self._history.note(row.id, self._position, row.agencies)
        self._metrics.incidents.set(len(self._rows))
        self._tell(rows, left)

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
    def following(self, audience: Audience, mark: str) -> Iterator[Follower]:
        """A follower that is told all after the mark, until the end of the block.

        Where what was missed is not known any more, it is told to load anew.
        """
        follower = Follower(audience)
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
        if name != self._name or not number.isdecimal() or not self._history.knows(int(number)):
            return frames.RELOAD
        missed = [id for id, agencies in self._history.after(int(number)) if audience.sees(id, agencies)]
        rows = [row.content for id in missed if (row := self._rows.get(id))]
        told = frames.changes(self.mark, rows, [id for id in missed if id not in self._rows])
        return told if self.fresh else told + frames.STALE

    def _tell(self, rows: Collection[BoardRow], gone: Collection[BoardRow]) -> None:
        """Many browsers have the same audience, so each frame is made once."""
        made: dict[Audience, bytes | None] = {}
        for follower in self._followers:
            audience = follower.audience
            if audience not in made:
                shown = [row.content for row in rows if audience.sees(row.id, row.agencies)]
                left = [row.id for row in gone if audience.sees(row.id, row.agencies)]
                made[audience] = frames.changes(self.mark, shown, left) if shown or left else None
            if frame := made[audience]:
                self._put(follower, frame)

    def _put_all(self, frame: bytes) -> None:
        for follower in self._followers:
            self._put(follower, frame)

    def _put(self, follower: Follower, frame: bytes) -> None:
        if not follower.put(frame):
            self._metrics.slow.inc()
