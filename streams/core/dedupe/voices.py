"""Who spoke of which incidents, and when last."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from streams.core.dedupe.postings import Postings


@dataclass(slots=True)
class Voices:
    """By voice; most spoke of one incident alone, which then needs no mapping of five times its size."""

    _heard: dict[str, tuple[str, float] | dict[str, float]] = field(default_factory=dict)
    _of: Postings = field(default_factory=Postings)

    def __len__(self) -> int:
        return len(self._heard)

    def spoke(self, voice: str, id: str, at: float) -> None:
        """A voice spoke of an incident."""
        heard = self._heard.get(voice)
        if heard is None:
            self._heard[voice] = (id, at)
        elif isinstance(heard, dict):
            heard[id] = max(at, heard.get(id, at))
        elif heard[0] == id:
            self._heard[voice] = (id, max(at, heard[1]))
        else:
            self._heard[voice] = dict((heard, (id, at)))
        self._of.add(id, voice)

    def spoke_at(self, voice: str, id: str) -> float | None:
        """When it last spoke of the incident; None if it never did."""
        heard = self._heard.get(voice)
        if heard is None:
            return None
        if isinstance(heard, dict):
            return heard.get(id)
        return heard[1] if heard[0] == id else None

    def heard_of(self, voice: str) -> Iterator[tuple[str, float]]:
        """The incidents that it spoke of, in no order, and when it last did."""
        heard = self._heard.get(voice, ())
        if isinstance(heard, dict):
            yield from heard.items()
        elif heard:
            yield heard

    def of(self, id: str) -> Mapping[str, float]:
        """The voices of an incident, and when each last spoke of it."""
        return {voice: at for voice in self._of[id] if (at := self.spoke_at(voice, id)) is not None}

    def forget(self, id: str) -> None:
        """Nobody spoke of the incident."""
        for voice in self._of.pop(id):
            heard = self._heard[voice]
            if isinstance(heard, dict):
                del heard[id]
                if len(heard) == 1:
                    [self._heard[voice]] = heard.items()
            else:
                del self._heard[voice]
