"""text -> the names that it mentions, and whether they are where it is or where it leads."""

from collections.abc import Iterator, Sequence
from itertools import compress, count
from typing import NamedTuple

from streams.core.locate.gazetteer import Gazetteer, Meanings, Name
from streams.core.locate.markers import (
    AND,
    BEARS_NAME,
    BETWEEN,
    LEADS_AWAY,
    SAYS_AT,
    SAYS_KECAMATAN,
    SAYS_KELURAHAN,
    SAYS_STREET,
)
from streams.core.locate.spelling import spelled
from streams.core.words import words_of

MENTIONS = 16
"""So many different names of one text are looked at; the rest narrows nothing any more."""

LOOKBACK = 4


class Mention(NamedTuple):
    """A name at words `start` to `end` (exclusive) of a text."""

    start: int
    end: int
    name: Name
    away: bool
    introduced: bool
    """A word says that it is a place: di, depan, kelurahan ..."""
    borrowed: bool
    """Something else bears the name: flyover Bintara."""
    written: str | None
    """How it was written, if that was corrected."""


def mentions(names: Gazetteer, text: str) -> list[Mention]:
    """The names in a text from left to right, each once, without those that belong to another city."""
    if not text:
        return []
    written = words_of(text)
    words = list(map(names.meant.__getitem__, written))
    found: dict[tuple[Name, bool], Mention] = {}
    for mention in _found(names, words, written):
        found.setdefault((mention.name, mention.away), mention)
        if len(found) == MENTIONS:
            break
    return _of_this_city([*found.values()])


def _found(names: Gazetteer, words: Sequence[str], written: Sequence[str]) -> Iterator[Mention]:
    root = names.root
    starts = list(compress(count(), map(root.__contains__, words)))
    address = bool(starts) and ("rt" in words or "rw" in words)
    past, away = 0, False
    for at in starts:
        if at < past or (longest := names.longest(words, at)) is None:
            continue
        end, meanings = longest
        before = words[at - 1] if at > past else ""
        name = _meant(meanings, before, address=address)
        if name is None:
            continue
        away = (away and at == past + 1 and words[past] in AND) or _leads_away(words, at)
        past = end
        yield Mention(
            at,
            end,
            name,
            away,
            before in SAYS_AT or before in SAYS_KELURAHAN or before in SAYS_KECAMATAN,
            name.level != "landmark" and before in BEARS_NAME,
            _mended(words[at:end], written[at:end]),
        )


def _mended(words: Sequence[str], written: Sequence[str]) -> str | None:
    """How the first of the words was written that is none of its usual spellings."""
    if words == written:
        return None
    for word, spelling in zip(words, map(spelled, written), strict=True):
        if word != spelling:
            return spelling
    return None


def _meant(meanings: Meanings, before: str, *, address: bool) -> Name | None:
    """Which meaning a name has after this word, if any.

    A street of one word needs "jalan" before it: Melati is also a flower and a school. A name that
    kelurahan and kecamatan share means the kecamatan, except in an address with RT and RW.
    """
    landmark = meanings.get("landmark") or meanings.get("outside")
    kelurahan, kecamatan, street = (
        meanings.get("kelurahan"),
        meanings.get("kecamatan"),
        meanings.get("street"),
    )
    if before in SAYS_STREET:
        return landmark or street
    if before in SAYS_KELURAHAN:
        return kelurahan or landmark
    if before in SAYS_KECAMATAN:
        return kecamatan or kelurahan or landmark
    area = (kelurahan or kecamatan) if address else (kecamatan or kelurahan)
    for name in (landmark, area):
        if name and (not name.common or before in SAYS_AT):
            return name
    return street if street and street.words > 1 and not street.common else None


def _leads_away(words: Sequence[str], start: int) -> bool:
    at = start - 1
    while at >= max(0, start - LOOKBACK) and words[at] in BETWEEN:
        at -= 1
    return at >= 0 and words[at] in LEADS_AWAY


def _of_this_city(found: Sequence[Mention]) -> list[Mention]:
    """An address goes from small to large: what stands right before another city lies in it."""
    kept: list[Mention] = []
    beyond: Mention | None = None
    for mention in reversed(found):
        claimed = (
            beyond is not None
            and mention.name.level not in ("landmark", "outside")
            and 0 <= beyond.start - mention.end <= 2
        )
        is_beyond = claimed or (mention.name.level == "outside" and not mention.away)
        beyond = mention if is_beyond else None
        if not claimed:
            kept.append(mention)
    return kept[::-1]
