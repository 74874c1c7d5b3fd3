"""Which incidents a word or a photo leads to, or which voices an incident."""

from collections.abc import Collection
from dataclasses import dataclass, field


@dataclass(slots=True)
class Postings:
    """Ids by what leads to them. Most lead to one alone, which then needs no set of five times its size."""

    _ids: dict[str, str | set[str]] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._ids)

    def __getitem__(self, word: str) -> Collection[str]:
        """The ids that a word leads to, in no order."""
        ids = self._ids.get(word, ())
        return (ids,) if isinstance(ids, str) else ids

    def pop(self, word: str) -> Collection[str]:
        """The same, and it leads nowhere any more."""
        ids = self._ids.pop(word, ())
        return (ids,) if isinstance(ids, str) else ids

    def add(self, word: str, id: str) -> None:
        """Let a word lead to an id."""
        ids = self._ids.get(word)
        if ids is None:
            self._ids[word] = id
        elif isinstance(ids, str):
            if ids != id:
                self._ids[word] = {ids, id}
        else:
            ids.add(id)

    def discard(self, word: str, id: str) -> None:
        """Let it lead there no more."""
        ids = self._ids.get(word)
        if isinstance(ids, set):
            ids.discard(id)
            if len(ids) == 1:
                self._ids[word] = ids.pop()
        elif ids == id:
            del self._ids[word]
