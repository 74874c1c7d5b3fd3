"""What was told of an incident or event, with the words that it shows now. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from schemas.dispatch import Dispatch
from schemas.event import EventDispatch, with_places


@dataclass(frozen=True, slots=True)
class Shown:
    """What an incident shows of what citizens said."""

    summary: str
    photos: tuple[str, ...]
    place_words: str


def redacted(body: bytes, shown: Shown) -> bytes:
    """A version of an incident as it was, but for its words. Raises `ValidationError`."""
    dispatch = Dispatch.model_validate_json(body)
    place = dispatch.place.model_copy(update={"words": shown.place_words})
    words = {"summary": shown.summary, "photos": shown.photos, "place": place}
    return dispatch.model_copy(update=words).to_json()


def renamed(body: bytes, places: Mapping[str, str]) -> bytes:
    """What was told of an event, but for what citizens called its places. Raises `ValidationError`."""
    event = EventDispatch.model_validate_json(body)
    return event.model_copy(update={"members": with_places(event.members, places)}).to_json()
