"""Things by key, in bounded memory."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Lately(Generic[K, V]):
    """At most `most` of them: what was not used for longest is forgotten first."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[K, V] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, key: K) -> V | None:
        """What is there, if anything; to look is no use of it."""
        return self._kept.get(key)

    def of(self, key: K, make: Callable[[], V]) -> V:
        """What is there, made if nothing is."""
        found = self._kept[key] if key in self._kept else make()
        self.keep(key, found)
        return found

    def keep(self, key: K, value: V) -> None:
        """From now on this is there."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def forget(self, key: K) -> None:
        """Nothing is there any more."""
        self._kept.pop(key, None)
