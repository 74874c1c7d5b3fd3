"""The same thing said by many mouths: openers, closers, abbreviations, capitals."""

import re
from collections.abc import Iterator, Sequence
from random import Random

from streams.simulator.scene import Voices

ABBREVIATED = 0.5
"""Share of Sorot's reports whose long words are cut as thumbs do."""
SHOUTED = 0.04
CAPITALIZED = 0.35

_WORD = re.compile(r"\w+")


def rotation(choices: Sequence[str], rng: Random) -> Iterator[str]:
    """Every choice in a random order, then again in another: none is told twice before all are told."""
    while True:
        yield from rng.sample(choices, len(choices))


def say(body: str, channel: str, voices: Voices, rng: Random) -> str:
    """A body as a citizen or an operator of the channel would write it."""
    opener, closer = rng.choice(voices.openers[channel]), rng.choice(voices.closers[channel])
    opened = f"{opener} {body}" if opener else body
    if channel != "sorot":
        return ". ".join(_upper_first(part) for part in (opened, closer) if part)
    text = f"{opened}{rng.choice((', ', ' ', '. '))}{closer}" if closer else opened
    if rng.random() < ABBREVIATED:
        text = _WORD.sub(lambda word: voices.abbreviations.get(word[0], word[0]), text)
    return _capitals(text, rng.random())


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _capitals(text: str, draw: float) -> str:
    if draw < SHOUTED:
        return text.upper()
    return _upper_first(text) if draw < SHOUTED + CAPITALIZED else text
