"""The kelurahan, by how often people there report: for the map and its table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from schemas.catalog.models import Catalog
from streams.board.council.interval import Interval, interval_of
from streams.council.hearing import Heardness, Hearing, Says
from streams.council.words import (
    DAY_H,
    SAYS,
    UNKNOWN,
    count_words,
    number_words,
    quietest_first,
    range_words,
    time_words,
)

_MEANS: Mapping[Says, str] = {
    Says.QUIET: "hampir pasti lebih jarang melapor daripada seluruh kota",
    Says.USUAL: "tidak jelas berbeda dari seluruh kota",
    Says.LOUD: "hampir pasti lebih sering melapor daripada seluruh kota",
    Says.TOO_FEW: "datanya tidak cukup untuk menyimpulkan apa pun",
}


@dataclass(frozen=True, slots=True)
class Level:
    """What the map tells apart, and how many kelurahan are of it."""

    says: Says
    words: str
    means: str
    wards: int


@dataclass(frozen=True, slots=True)
class Ward:
    """A line of the table; where too little is known there is no figure to draw."""

    id: str
    name: str
    kecamatan: str
    says: Says
    says_words: str
    relative: float | None
    times: str
    between: str
    interval: Interval | None
    delay: str
    delay_days: float | None
    incidents: int
    incidents_words: str
    further: int
    further_words: str


def wards_of(found: Heardness | None, catalog: Catalog) -> Sequence[Ward]:
    """The quietest first; none if nothing can be said."""
    return [_ward(one, catalog) for one in quietest_first(found.kelurahan)] if found else []


def levels_of(wards: Sequence[Ward]) -> Sequence[Level]:
    """Each that there is, with how many are of it."""
    return [
        Level(says, SAYS[says], means, sum(ward.says is says for ward in wards))
        for says, means in _MEANS.items()
    ]


def _ward(one: Hearing, catalog: Catalog) -> Ward:
    known = one.says is not Says.TOO_FEW
    area = catalog.kelurahan[one.kelurahan]
    return Ward(
        id=one.kelurahan,
        name=area.name,
        kecamatan=catalog.kecamatan[area.kecamatan].name,
        says=one.says,
        says_words=SAYS[one.says],
        relative=one.relative if known else None,
        times=number_words(one.relative) if known else UNKNOWN,
        between=range_words(one) if known else UNKNOWN,
        interval=interval_of(one) if known else None,
        delay=time_words(one.delay_days * DAY_H) if known else UNKNOWN,
        delay_days=one.delay_days if known else None,
        incidents=one.incidents,
        incidents_words=count_words(one.incidents),
        further=one.further,
        further_words=count_words(one.further),
    )
