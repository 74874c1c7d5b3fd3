"""How much of a difference shows, where incidents differ in how many people see them.

What few see is seldom reported at all where people report little; so what is heard of there is what many see,
and that is soon reported again: a kelurahan that tells of a third may seem to tell of two thirds. How strong
that is follows from the numbers of voices of the city's incidents. Where each voice would speak with half
the probability, one of m voices is silent with probability 2^-m, and told by one voice alone with m 2^-m. Of
those that are heard of then, some have a second voice; to what power of a half that falls, compared with now,
is the steepness: 1 where a half shows as a half, 0 where nothing shows.

The same power is taken for other differences; of the simulator's crowds it is .38 at a half and .39 at three
tenths. And the incidents of the whole city are taken for those of every kelurahan.
"""

import math
from collections.abc import Mapping

LEAST = 0.2
"""Below that a fifth more that shows would be two and a half times as much, and chance decides."""


def steepness(voices: Mapping[int, int]) -> float:
    """`voices`: so many incidents had so many; some had a second voice, and some none."""
    many = sum(voices.values())
    silent = sum(share * 0.5**number for number, share in voices.items()) / many
    alone = sum(share * number * 0.5**number for number, share in voices.items()) / many
    now = _soon(voices[1] / many)
    return min(1.0, max(LEAST, -math.log2(_soon(alone / (1 - silent)) / now)))


def _soon(alone: float) -> float:
    """How soon the second voice comes, as a rate, where so many have none."""
    return -math.log(alone)
