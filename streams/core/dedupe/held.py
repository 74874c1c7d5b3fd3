"""The incidents of one key that reports may still speak of, found by place, by voice, by words, by photo."""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from streams.core.dedupe.cells import Pin
from streams.core.dedupe.grams import Rarity
from streams.core.dedupe.grid import Grid, Near
from streams.core.dedupe.known import Known
from streams.core.dedupe.places import telling
from streams.core.dedupe.postings import Postings
from streams.core.dedupe.voices import Voices

MOST = 50_000
"""Weeks of the largest city; some 150 MB."""

NAMED_MAX = 50
"""A word that so many incidents name tells none from another, and is not looked up."""


@dataclass(slots=True)
class Held:
    """Of one key those spoken of last, open and closed, at most `most`.

    A bound in time would do, were there not the adapter whose clock is a year ahead: its one report would
    make all others old. What it gives depends on what is held alone, not on the order it came in, so a
    worker that loads it anew decides as one that never stopped.
    """

    vague_m: float
    most: int = MOST
    rarity: Rarity = field(default_factory=Rarity)
    voices: Voices = field(default_factory=Voices)
    _by_id: dict[str, Pin] = field(default_factory=dict)
    _grid: Grid = field(default_factory=Grid)
    _by_word: Postings = field(default_factory=Postings)
    _by_word_vague: Postings = field(default_factory=Postings)
    _by_photo: Postings = field(default_factory=Postings)
    _oldest: list[tuple[float, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Known]:
        return (pin.known for pin in self._by_id.values())

    def __getitem__(self, id: str) -> Known:
        return self._by_id[id].known

    def get(self, id: str) -> Known | None:
        """The incident, while it is held."""
        pin = self._by_id.get(id)
        return pin.known if pin else None

    def nearest(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """As `Grid.nearest`."""
        return self._grid.nearest(lat, lon, reach_m, since, most)

    def named(self, words: Iterable[str], *, vague: bool) -> set[str]:
        """Incidents that share one of the words that tell a place; only the `vague` ones, or all."""
        index = self._by_word_vague if vague else self._by_word
        found = [index[word] for word in words]
        return set().union(*(ids for ids in found if len(ids) <= NAMED_MAX))

    def pictured(self, photos: tuple[str, ...]) -> set[str]:
        """Incidents with exactly one of these photos."""
        return set().union(*(self._by_photo[photo] for photo in photos))

    def of_voice(self, voice: str) -> Iterator[tuple[Known, float]]:
        """Incidents that this voice spoke of, and when it last did."""
        for id, at in self.voices.heard_of(voice):
            yield self._by_id[id].known, at

    def spoke_at(self, id: str, voice: str | None) -> float | None:
        """When the voice last spoke of the incident; None if it never did."""
        return self.voices.spoke_at(voice, id) if voice else None

    def put(self, known: Known, voices: Mapping[str, float]) -> list[str]:
        """Take in a version of an incident and the voices it heard; the ids of those let go for it."""
        pin = self._by_id.get(known.id)
        if pin is None:
            if self._oldest:
                heapq.heappush(self._oldest, (known.last_at, known.id))
            self._list(known)
        elif _is_found_alike(pin.known, known):
            pin.known = known
        else:
            self._unlist(pin)
            self._list(known)
        for voice, at in voices.items():
            self.voices.spoke(voice, known.id, at)
        return self._let_go()

    def drop(self, id: str) -> None:
        """Forget an incident, if it is here."""
        pin = self._by_id.pop(id, None)
        if pin is None:
            return
        self._unlist(pin)
        self.voices.forget(id)

    def _list(self, known: Known) -> None:
        first = known.founder
        pin = Pin(first.lat, first.lon, known) if first else Pin(0.0, 0.0, known)
        self._by_id[known.id] = pin
        if first:
            self._grid.add(pin)
        words = telling(known.trace.address)
        for index in self._naming(known):
            for word in words:
                index.add(word, known.id)
        for photo in known.trace.photos:
            self._by_photo.add(photo, known.id)
        self.rarity.add(known.text)

    def _unlist(self, pin: Pin) -> None:
        known = pin.known
        if known.founder:
            self._grid.remove(pin)
        words = telling(known.trace.address)
        for index in self._naming(known):
            for word in words:
                index.discard(word, known.id)
        for photo in known.trace.photos:
            self._by_photo.discard(photo, known.id)
        self.rarity.remove(known.text)

    def _naming(self, known: Known) -> Iterator[Postings]:
        """Where its words stand: a report with a point looks only for those that no point leads to."""
        yield self._by_word
        if known.founder is None or known.founder.error_m > self.vague_m:
            yield self._by_word_vague

    def _let_go(self) -> list[str]:
        """Drop those spoken of longest ago; the heap holds each once or more, at a time it had.

        It is made when there are first too many: most keys never have.
        """
        gone: list[str] = []
        while len(self._by_id) > self.most:
            if not self._oldest:
                self._oldest = [(pin.known.last_at, id) for id, pin in self._by_id.items()]
                heapq.heapify(self._oldest)
            at, id = heapq.heappop(self._oldest)
            known = self.get(id)
            if known and known.last_at > at:
                heapq.heappush(self._oldest, (known.last_at, id))
            elif known:
                self.drop(id)
                gone.append(id)
        return gone


def _is_found_alike(before: Known, after: Known) -> bool:
    """Whether two versions of an incident lie in the same place and are led to by the same things."""
    one, other = before.trace, after.trace
    return (
        one.founder == other.founder
        and one.address == other.address
        and one.photos == other.photos
        and before.text == after.text
    )
