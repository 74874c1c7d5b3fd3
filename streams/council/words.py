"""Figures as people write them in Indonesian."""

from collections.abc import Iterable
from datetime import timedelta

from streams.council.hearing import Hearing, Says
from streams.council.period import Period

DAY_H = 24
IN_DAYS_H = 48
UNKNOWN = "-"

SAYS = {
    Says.QUIET: "jarang melapor",
    Says.USUAL: "seperti kota",
    Says.LOUD: "sering melapor",
    Says.TOO_FEW: "data terlalu sedikit",
}
_ORDER = {says: place for place, says in enumerate(SAYS)}


def count_words(count: int) -> str:
    """12.345."""
    return f"{count:,}".replace(",", ".")


def number_words(value: float) -> str:
    """One digit after the comma; two of what is below 1."""
    return f"{value:.{1 if value >= 1 else 2}f}".replace(".", ",")


def time_words(hours: float | None) -> str:
    """In hours, or in days where it takes longer."""
    if hours is None:
        return UNKNOWN
    return f"{number_words(hours)} jam" if hours < IN_DAYS_H else f"{number_words(hours / DAY_H)} hari"


def share_words(share: float | None) -> str:
    """In hundredths; what is not all is never told as all, and what is not nothing never as nothing."""
    if share is None:
        return UNKNOWN
    percent = round(share * 100) if share in {0, 1} else min(99, max(1, round(share * 100)))
    return f"{percent}%"


def range_words(one: Hearing) -> str:
    """Both ends of how often is reported there, beside the city."""
    return f"{number_words(one.relative_low)}-{number_words(one.relative_high)}"


def days_words(period: Period) -> str:
    """Its first and its last day."""
    last = period.until - timedelta(days=1)
    return f"{period.since:%d-%m-%Y} sampai {last:%d-%m-%Y}"


def quietest_first(kelurahan: Iterable[Hearing]) -> list[Hearing]:
    """Those of which too little is known last."""
    return sorted(kelurahan, key=lambda one: (_ORDER[one.says], one.relative, one.kelurahan))
