"""How surprising a count is."""

import math

_TERMS_MAX = 100_000


def tail(count: int, mean: float, shape: float) -> float:
    """The probability of `count` or more, where so many are expected.

    Counts are Poisson with a rate that is known only as a Gamma of this shape (so the count is negative
    binomial): what was seen often has a large shape, and a rate that is little known surprises less.
    """
    if count <= 0:
        return 1.0
    odds = mean / (mean + shape)
    term = math.exp(
        math.lgamma(shape + count)
        - math.lgamma(shape)
        - math.lgamma(count + 1)
        - shape * math.log1p(mean / shape)
        + count * math.log(odds)
    )
    total = 0.0
    # Below the mean terms grow at first; there nobody asks how surprising it is to the last digit.
    while term > total * 1e-9 and count < _TERMS_MAX:
        total += term
        term *= odds * (shape + count) / (count + 1)
        count += 1
    return min(total, 1.0)
