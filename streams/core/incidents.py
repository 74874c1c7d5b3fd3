"""The incidents of some keys that reports may still speak of, held in memory."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from schemas.classified import Place
from schemas.incident import Incident, State, key_of
from schemas.kept import Kept
from schemas.plain_error import PlainError
from streams.core.dedupe import MOST, Bounds, Held, Kind, Known
from streams.core.dedupe.grams import grams, grams_of
from streams.core.durations.waiting import Waiting

_FIELDS = set(Place.model_fields)


class UnreadableError(PlainError):
    """What the store holds of a key cannot be taken in; no report of the key is to blame."""


@dataclass(slots=True)
class OpenIncidents:
    """What was spoken of lately, key by key; the only state of the core.

    Each key is by itself: what is held of others changes nothing in it. What was loaded of one lies there as
    it came from the store until the key is first asked for.
    """

    kinds: Mapping[str, Kind]
    bounds: Bounds
    most: int = MOST
    _by_id: dict[str, Incident] = field(default_factory=dict)
    _held: dict[str, Held] = field(default_factory=dict)
    _waiting: defaultdict[str, Waiting] = field(default_factory=lambda: defaultdict(Waiting))
    _loaded: dict[str, Kept] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self._by_id) + sum(map(len, self._loaded.values()))

    def __iter__(self) -> Iterator[Incident]:
        for key in [*self._loaded]:
            self._unpack(key)
        return iter(self._by_id.values())

    def get(self, incident_id: str) -> Incident | None:
        """The incident, while it is held."""
        self._unpack(key_of(incident_id))
        return self._by_id.get(incident_id)

    def __getitem__(self, incident_id: str) -> Incident:
        self._unpack(key_of(incident_id))
        return self._by_id[incident_id]

    def waiting(self, key: str) -> Waiting:
        """Those of one key that are not closed yet."""
        self._unpack(key)
        return self._waiting[key]

    def load(self, kept: Kept) -> None:
        """Take in a key of which nothing is held: the same as to `put` each."""
        self._loaded[kept.key] = kept

    def of(self, key: str) -> Held:
        """The incidents of one key, as de-duplication looks through them."""
        self._unpack(key)
        held = self._held.get(key)
        if held is None:
            held = self._held[key] = Held(self.bounds.vague_m, self.most)
        return held

    def put(self, incident: Incident, voices: Mapping[str, datetime], text: bytes | None = None) -> None:
        """Take in a version of an incident and the voices it heard; what is too old for its key is let go.

        `text` is the grams of its summary, if they are known already.
        """
        key = incident.key
        held, waiting = self.of(key), self._waiting[key]
        waiting.put(self._by_id.get(incident.id), incident)
        _lighten(incident.place)
        self._by_id[incident.id] = incident
        known = self._known(incident, held.get(incident.id), text)
        last = incident.last_reported_at
        # Most have one voice, which then needs no number of its own.
        spoken = {voice: known.last_at if at == last else at.timestamp() for voice, at in voices.items()}
        for gone in held.put(known, spoken):
            waiting.put(self._by_id.pop(gone), None)

    def renew(self, incident: Incident) -> None:
        """Take in a version of an incident that heard no new voice; one that was let go of stays away."""
        if self.get(incident.id):
            self.put(incident, {})

    def replace(
        self, incidents: Mapping[str, Incident], voices: Mapping[str, Mapping[str, datetime]]
    ) -> None:
        """Take in what a command changed, by id: voices that left an incident are no longer heard in it."""
        for id, incident in incidents.items():
            self.drop(id)
            if incident.comparable:
                self.put(incident, voices[id])

    def drop(self, incident_id: str) -> None:
        """Forget an incident, if it is here."""
        if incident := self.get(incident_id):
            del self._by_id[incident_id]
            self._waiting[incident.key].put(incident, None)
            self._held[incident.key].drop(incident_id)

    def _unpack(self, key: str) -> None:
        kept = self._loaded.pop(key, None)
        if kept is None:
            return
        try:
            found = kept.read()
            texts = grams_of([incident.summary for incident, _ in found])
            for (incident, voices), text in zip(found, texts, strict=True):
                self.put(incident, voices, text)
        except Exception as error:
            raise UnreadableError(f"what the store holds of {key} cannot be taken in") from error

    def _known(self, incident: Incident, before: Known | None, text: bytes | None) -> Known:
        opened_at = incident.opened_at.timestamp()
        once = incident.last_reported_at == incident.opened_at
        return Known(
            incident.id,
            incident.category,
            self.kinds.get(incident.category) or Kind(),
            incident.trace,
            opened_at,
            opened_at if once else incident.last_reported_at.timestamp(),
            _closed_at(incident),
            (before and before.text) or (grams(incident.summary) if text is None else text),
        )


def _closed_at(incident: Incident) -> float | None:
    if incident.state is not State.CLOSED:
        return None
    return (incident.closed_at or incident.last_reported_at).timestamp()


def _lighten(place: Place | None) -> None:
    """Which fields of a place were given matters to nobody, and takes as much memory as the place.

    So all places share one such set. What a place says stays as it is.
    """
    if place is not None:
        object.__setattr__(place, "__pydantic_fields_set__", _FIELDS)
