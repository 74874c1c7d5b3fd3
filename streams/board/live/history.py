"""When which incident changed last, so that a browser that comes back is told what it missed."""

from collections import OrderedDict
from collections.abc import Iterator

REMEMBERED_MAX = 50_000


class History:
    """Positions count changes. Of each incident the last is known, and who could ever see it meanwhile.

    Who cannot any more must hear that, however often it changed since.
    """

    def __init__(self, most: int = REMEMBERED_MAX) -> None:
        self._last: OrderedDict[str, tuple[int, frozenset[str]]] = OrderedDict()
        self._most = most
        self._known_from = 0

    def note(self, id: str, position: int, agencies: frozenset[str]) -> None:
        """It changed at this position, the highest by now; these could see it before or after."""
        _, earlier = self._last.get(id, (0, frozenset()))
        self._last[id] = position, agencies | earlier
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
