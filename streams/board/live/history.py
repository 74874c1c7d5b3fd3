"""When which incident changed last, so that a browser that comes back is told what it missed."""

from collections import OrderedDict
from collections.abc import Iterator

REMEMBERED_MAX = 50_000


class History:
    """Positions count changes. Of each incident the last is known, and who may see it."""

    def __init__(self, most: int = REMEMBERED_MAX) -> None:
        self._last: OrderedDict[str, tuple[int, frozenset[str]]] = OrderedDict()
        self._most = most
        self._known_from = 0

    def note(self, id: str, position: int, agencies: frozenset[str]) -> None:
        """It changed at this position, the highest by now."""
        self._last[id] = position, agencies
        self._last.move_to_end(id)
        if len(self._last) > self._most:
            _, (self._known_from, _) = self._last.popitem(last=False)

    def knows(self, position: int) -> bool:
        """Whether all changes after this position are known."""
        return position >= self._known_from

    def after(self, position: int) -> Iterator[tuple[str, frozenset[str]]]:
        """What changed after this position, the latest first."""
        for id, (at, agencies) in reversed(self._last.items()):
            if at <= position:
                return
            yield id, agencies
