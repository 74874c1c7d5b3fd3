"""The incidents of one key that reports may still speak of, found by place, by voice, by words, by photo."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from streams.core.dedupe.grams import Rarity
from streams.core.dedupe.grid import Grid, Near
from streams.core.dedupe.known import Known
from streams.core.dedupe.places import telling
from streams.core.dedupe.postings import Postings

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
    _by_id: dict[str, Known] = field(default_factory=dict)
    _voices: dict[str, dict[str, float]] = field(default_factory=dict)
    _grid: Grid = field(default_factory=Grid)
    _by_voice: Postings = field(default_factory=Postings)
    _by_word: Postings = field(default_factory=Postings)
    _by_word_vague: Postings = field(default_factory=Postings)
    _by_photo: Postings = field(default_factory=Postings)
    _oldest: list[tuple[float, str]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self._by_id)

    def __iter__(self) -> Iterator[Known]:
        return iter(self._by_id.values())

    def __getitem__(self, id: str) -> Known:
        return self._by_id[id]

    def get(self, id: str) -> Known | None:
        """The incident, while it is held."""
        return self._by_id.get(id)

    def nearest(self, lat: float, lon: float, reach_m: float, since: float, most: int) -> list[Near]:
        """As `Grid.nearest`."""
        return self._grid.nearest(lat, lon, reach_m, since, most)

    def named(self, address: str, *, vague: bool) -> set[str]:
        """Incidents that share a telling word with a normalized place; only the `vague` ones, or all."""
        index = self._by_word_vague if vague else self._by_word
        found = [index[word] for word in telling(address)]
        return set().union(*(ids for ids in found if len(ids) <= NAMED_MAX))

    def pictured(self, photos: tuple[str, ...]) -> set[str]:
        """Incidents with exactly one of these photos."""
        return set().union(*(self._by_photo[photo] for photo in photos))

    def of_voice(self, voice: str) -> Iterator[tuple[Known, float]]:
        """Incidents that this voice spoke of, and when it last did."""
        for id in self._by_voice[voice]:
            yield self._by_id[id], self._voices[id][voice]

    def spoke_at(self, id: str, voice: str | None) -> float | None:
        """When the voice last spoke of the incident; None if it never did."""
        return self._voices[id].get(voice) if voice else None

    def put(self, known: Known, voices: Mapping[str, float]) -> list[str]:
        """Take in a version of an incident and the voices it heard; the ids of those let go for it."""
        if before := self._by_id.get(known.id):
            self._unlist(before)
        else:
            heapq.heappush(self._oldest, (known.last_at, known.id))
        self._list(known)
        heard = self._voices.setdefault(known.id, {})
        for voice, at in voices.items():
            heard[voice] = max(at, heard.get(voice, at))
            self._by_voice.add(voice, known.id)
        return self._let_go()

    def drop(self, id: str) -> None:
        """Forget an incident, if it is here."""
        known = self._by_id.pop(id, None)
        if known is None:
            return
        self._unlist(known)
        for voice in self._voices.pop(id):
            self._by_voice.discard(voice, id)

    def _list(self, known: Known) -> None:
        self._by_id[known.id] = known
        if known.trace.points:
            self._grid.add(known)
        for index in self._naming(known):
            for word in telling(known.trace.address):
                index.add(word, known.id)
        for photo in known.trace.photos:
            self._by_photo.add(photo, known.id)
        self.rarity.add(known.text)

    def _unlist(self, known: Known) -> None:
        if known.trace.points:
            self._grid.remove(known)
        for index in self._naming(known):
            for word in telling(known.trace.address):
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
        """Drop those spoken of longest ago; the heap holds each once or more, at a time it had."""
        gone: list[str] = []
        while len(self._by_id) > self.most:
            at, id = heapq.heappop(self._oldest)
            known = self._by_id.get(id)
            if known and known.last_at > at:
                heapq.heappush(self._oldest, (known.last_at, id))
            elif known:
                self.drop(id)
                gone.append(id)
        return gone
