"""A citizen is to be forgotten: the incidents of one key without what that citizen said. Pure.

Counts, places and urgency stay; what is left to show is what others said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from schemas.catalog.models import Catalog
from schemas.classified import Place
from schemas.command import HOPS, Forget
from schemas.corrected import Member
from schemas.dispatch import Dispatch
from schemas.incident import Incident, Trace, key_of
from streams.core.bare import FORGOTTEN
from streams.core.correct.rebuild import rebuilt
from streams.core.life.telling import News, kind_of, told
from streams.core.rules import Rules
from streams.core.tell import area_place_words

WHY = "atas permintaan pelapor"
_SHOWN = ("summary", "photos", "place_words")


@dataclass(frozen=True, slots=True)
class Shelf:
    """The incidents in which the reports are or were; of those of the command's key their first members, and
    who is heard in them.

    Members hold no word any more of what is to be forgotten, and voices not who said it.
    """

    incidents: Mapping[str, Incident]
    members: Mapping[str, Sequence[Member]]
    voices: Mapping[str, Mapping[str, datetime]]


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What changes: incidents with their voices, what agencies are told, and what other keys must forget."""

    incidents: Mapping[str, Incident] = field(default_factory=dict)
    voices: Mapping[str, Mapping[str, datetime]] = field(default_factory=dict)
    dispatches: tuple[Dispatch, ...] = ()
    send: tuple[Forget, ...] = ()


def forgotten(command: Forget, shelf: Shelf, rules: Rules) -> Forgotten:
    """Every incident of the key built anew of what is left. Done twice it changes nothing more."""
    before = {id: one for id, one in sorted(shelf.incidents.items()) if one.key == command.key}
    after = {
        id: _without(one, shelf.members.get(id, ()), rules, told=not command.expired)
        for id, one in before.items()
    }
    changed = {id: one for id, one in after.items() if one != before[id]}
    return Forgotten(
        incidents=changed,
        voices={id: shelf.voices.get(id, {}) for id in changed},
        dispatches=tuple(_told(command, before, changed, rules.catalog)),
        send=tuple(_elsewhere(command, shelf.incidents)),
    )


def _without(before: Incident, members: Sequence[Member], rules: Rules, *, told: bool) -> Incident:
    """A new version only if agencies are told and see a difference.

    One whose reports went elsewhere keeps what was last known of it, but for words.
    """
    left = rebuilt(before, members, rules) if members else _silent(before, rules.catalog)
    trace = replace(before.trace, address=left.trace.address, photos=left.trace.photos)
    after = replace(
        before,
        place=_placed(before.place, left.place),
        place_words=left.place_words,
        summary=left.summary,
        photos=left.photos,
        trace=trace,
    )
    seen = any(getattr(before, name) != getattr(after, name) for name in _SHOWN)
    return replace(after, version=before.version + 1) if seen and told else after


def _silent(before: Incident, catalog: Catalog) -> Incident:
    words = area_place_words(before.place, catalog)
    return replace(before, place=None, place_words=words, summary="", photos=(), trace=Trace())


def _placed(before: Place | None, left: Place | None) -> Place | None:
    """Where it was, whatever is left: only what that rests on may hold words."""
    evidence = left.evidence if left else FORGOTTEN
    return before and before.model_copy(update={"evidence": evidence})


def _told(
    command: Forget, before: Mapping[str, Incident], changed: Mapping[str, Incident], catalog: Catalog
) -> Iterator[Dispatch]:
    for id, after in changed.items():
        if after.version > before[id].version:
            news = News(kind_of(after), command.at, why=WHY)
            yield from told(before[id], after, news, catalog)


def _elsewhere(command: Forget, incidents: Iterable[str]) -> Iterator[Forget]:
    """Reports may have gone to other keys, or have come from there."""
    if command.hops < HOPS:
        for key in sorted({key_of(id) for id in incidents} - {command.key}):
            yield command.model_copy(update={"key": key, "hops": command.hops + 1, "rejections": ()})
