"""The few shapes that most queries have. `where` is what stands between braces, `by` are labels to keep."""

_OVER = "$__rate_interval"
_RANGE = "$__range"


def per_minute(counter: str, where: str = "", by: str = "") -> str:
    """How fast a counter grows."""
    return f"60 * {per_second(counter, where, by)}"


def per_second(counter: str, where: str = "", by: str = "") -> str:
    """The same of seconds, as a share of the time."""
    return _sum(f"rate({counter}{_braces(where)}[{_OVER}])", by)


def within_range(counter: str, where: str = "", by: str = "") -> str:
    """By how much a counter grew in the time that the reader has chosen."""
    return _sum(f"increase({counter}{_braces(where)}[{_RANGE}])", by)


def quantile(part: float, histogram: str, where: str = "", by: str = "", over: str = _OVER) -> str:
    """The value that this part of the observations do not exceed."""
    kept = f"le, {by}" if by else "le"
    return f"histogram_quantile({part}, {_sum(f'rate({histogram}_bucket{_braces(where)}[{over}])', kept)})"


def quantile_within_range(part: float, histogram: str, where: str = "", by: str = "") -> str:
    """The same in the time that the reader has chosen."""
    return quantile(part, histogram, where, by, over=_RANGE)


def mean(histogram: str, where: str = "", by: str = "") -> str:
    """The average observation."""
    total, count = (
        _sum(f"rate({histogram}_{what}{_braces(where)}[{_OVER}])", by) for what in ("sum", "count")
    )
    return f"{total} / {count}"


def seconds_per_second(histogram: str, where: str = "", by: str = "") -> str:
    """How much of the time goes into what a histogram of seconds measures."""
    return _sum(f"rate({histogram}_sum{_braces(where)}[{_OVER}])", by)


def _sum(inner: str, by: str) -> str:
    return f"sum by ({by}) ({inner})" if by else f"sum({inner})"


def _braces(where: str) -> str:
    return f"{{{where}}}" if where else ""
