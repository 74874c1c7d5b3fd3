"""Cheap mutators, so that millions are reached. The same seed gives the same bytes."""

import json
from collections.abc import Sequence
from copy import deepcopy
from random import Random
from typing import Any

from tests.fuzz.nasty import TOKENS, VALUES, WORDS

LONGEST_TEXT = 12_000
"""A little more than any contract takes."""
LONGEST_BYTES = 300_000
_RARE = 0.002
_KEYS = (
    "id", "text", "at", "what", "photos", "lat", "kind", "x", "", "__class__", "model_extra", "\ud800",
    "a" * 200,
)  # fmt: skip


def text(rng: Random) -> str:
    """Words side by side; now and then one of them until it is too long."""
    if rng.random() < _RARE:
        word = "".join(rng.choices(WORDS, k=rng.randint(1, 3)))
        return (word * LONGEST_TEXT)[: rng.choice((999, 4_000, 9_999, 10_000, LONGEST_TEXT))]
    return rng.choice((" ", "", " ", "\n")).join(rng.choices(WORDS, k=int(rng.paretovariate(0.9)) % 60 + 1))


def value(rng: Random) -> object:
    """Anything that JSON can hold, and some things it cannot."""
    # A copy: a list put into itself would have no end, and one that was changed would come again so.
    return deepcopy(rng.choice(VALUES)) if rng.random() < 0.6 else text(rng)


def raw(rng: Random, content: bytes, others: Sequence[bytes] = ()) -> bytes:
    """A few bytes changed, taken out, doubled, put in, or spliced with another input."""
    found = bytearray(content)
    for _ in range(rng.choice((1, 1, 1, 2, 4, 8))):
        at = rng.randrange(len(found) + 1)
        match rng.randrange(8):
            case 0 if at < len(found):
                found[at] ^= 1 << rng.randrange(8)
            case 1 if at < len(found):
                found[at] = rng.randrange(256)
            case 2:
                del found[at : at + rng.randint(1, 16)]
            case 3:
                del found[at:]
            case 4:
                found[at:at] = rng.choice(TOKENS)
            case 5:
                found[at:at] = found[at : at + rng.randint(1, 32)] * rng.choice((1, 2, 3, 40))
            case 6 if others:
                other = rng.choice(others)
                found[at:] = other[rng.randrange(len(other) + 1) :]
            case _:
                found[at : at + 1] = rng.randbytes(rng.randint(1, 4))
    return bytes(found[:LONGEST_BYTES])


def json_like(rng: Random, seeds: Sequence[bytes]) -> bytes:
    """An example with another text, another value somewhere, or other bytes."""
    content = rng.choice(seeds)
    how = rng.random()
    if how < 0.2:
        return raw(rng, content, seeds)
    document = json.loads(content)
    for _ in range(rng.choice((1, 1, 1, 2, 3))):
        document = _changed(rng, document, only_texts=how < 0.6)
    ascii_only = rng.random() < 0.5
    written = json.dumps(document, ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    return raw(rng, written, seeds) if how > 0.95 else written


def _changed(rng: Random, document: Any, *, only_texts: bool) -> Any:
    places = list(_places(document))
    if only_texts:
        places = [(inside, key) for inside, key in places if isinstance(inside[key], str)]
    if not places:
        return value(rng)
    inside, key = rng.choice(places)
    if only_texts:
        inside[key] = text(rng)
        return document
    match rng.randrange(6):
        case 0:
            del inside[key]
        case 1 if isinstance(inside, dict):
            inside[rng.choice(_KEYS)] = value(rng)
        case 2:
            other, at = rng.choice(places)
            # What holds the place itself would have no end.
            inside[key] = value(rng) if isinstance(other[at], dict | list) else other[at]
        case 3:
            inside[key] = _nested(rng, inside[key])
        case _:
            inside[key] = value(rng)
    return document


def _nested(rng: Random, inner: object) -> object:
    for _ in range(rng.choice((1, 2, 15, 16, 17, 60))):
        inner = [inner] if rng.random() < 0.5 else {"a": inner}
    return inner


def _places(document: Any) -> list[tuple[Any, Any]]:
    """Every place of a document: what it is in, and by which key."""
    found: list[tuple[Any, Any]] = []
    todo = [document]
    while todo and len(found) < 400:
        inside = todo.pop()
        if isinstance(inside, dict | list):
            for key in inside if isinstance(inside, dict) else range(len(inside)):
                found.append((inside, key))
                todo.append(inside[key])
    return found
