"""From incidents to what a feed says of them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.catalog.models import Agency, AgencyKind, Catalog
from sinks.reading_feeds import Shown
from streams.core.names import URGENCY, label_of, name_of
from streams.http.language import DEFAULT
from streams.http.public_words import PUBLIC_STEP
from streams.intake.feeds.entry import Entry, Feed
from streams.intake.feeds.words import listed

ALL = "all"
"""In the place of an agency: whoever must act."""
ENTRIES_MAX = 500
CLOSED_DAYS = 7
"""So long a feed still tells of what is over."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which feed: of one agency or all, in one kelurahan or the whole city."""

    agency: str | None
    kelurahan: str | None

    @property
    def path(self) -> str:
        """The part of its address that names it."""
        return "/".join(filter(None, (self.agency or ALL, self.kelurahan)))


def asked_of(catalog: Catalog, agency: str, kelurahan: str | None) -> Asked | None:
    """The feed of that name, if there is one."""
    if agency != ALL and agency not in {known.id for known in agencies_of(catalog)}:
        return None
    if kelurahan is not None and kelurahan not in catalog.kelurahan:
        return None
    return Asked(None if agency == ALL else agency, kelurahan)


def agencies_of(catalog: Catalog) -> list[Agency]:
    """Those that have a feed: partners and the operator have none."""
    found = [agency for agency in catalog.agencies.values() if agency.kind is AgencyKind.AGENCY]
    return sorted(found, key=lambda agency: agency.name)


def feed_of(asked: Asked, found: Sequence[Shown], catalog: Catalog, url: str) -> Feed:
    """The feed; `found` may hold one more than there is room for, and `url` is that of all feeds."""
    city = catalog.city
    who = f": {name_of(catalog.agencies, asked.agency)}" if asked.agency else ""
    where = f"Kelurahan {name_of(catalog.kelurahan, asked.kelurahan)}, " if asked.kelurahan else ""
    here = f"{url}/{asked.path}"
    complete = len(found) <= ENTRIES_MAX
    more = "" if complete else " Ada lebih banyak daripada yang dimuat di sini."
    return Feed(
        id=f"urn:sinergi:feed:{city.id}:{asked.path.replace('/', ':')}",
        title=f"Laporan warga di {where}{city.name}{who}",
        subtitle=f"Masalah yang masih terbuka dan yang ditutup dalam {CLOSED_DAYS} hari terakhir,"
        f" paling banyak {ENTRIES_MAX} yang terakhir berubah.{more}",
        author=f"Pemerintah {city.name}",
        url=here,
        entries=tuple(_entry(one, catalog, here) for one in found[:ENTRIES_MAX]),
        complete=complete,
    )


def _entry(one: Shown, catalog: Catalog, url: str) -> Entry:
    label = label_of(catalog.categories, one.category)
    kelurahan = name_of(catalog.kelurahan, one.kelurahan) if one.kelurahan else None
    kecamatan = name_of(catalog.kecamatan, one.kecamatan) if one.kecamatan else None
    names = tuple(name_of(catalog.agencies, agency) for agency in one.agencies)

    def local(moment: datetime) -> datetime:
        return moment.astimezone(catalog.city.zone).replace(microsecond=0)

    place = _place(one, kelurahan, kecamatan, catalog.city.name)
    return Entry(
        id=one.id,
        title=f"{label} di {place}",
        summary=" ".join(_sentences(one, f"{label} di {place}", names)),
        link=f"{url}.html#{one.id}",
        category=one.category,
        category_label=label,
        urgency=one.urgency.value,
        urgency_label=URGENCY[one.urgency],
        step=one.step.value,
        step_label=PUBLIC_STEP[DEFAULT][one.step],
        reopened=one.reopened,
        voices=one.voices,
        agencies=one.agencies,
        agency_names=names,
        kelurahan=one.kelurahan,
        kelurahan_name=kelurahan,
        kecamatan=one.kecamatan,
        kecamatan_name=kecamatan,
        lat=one.lat,
        lon=one.lon,
        error_m=one.error_m,
        opened_at=local(one.opened_at),
        updated_at=local(one.changed_at),
        closed_at=local(one.closed_at) if one.closed_at else None,
    )


def _place(one: Shown, kelurahan: str | None, kecamatan: str | None, city: str) -> str:
    """What is said after "di", in names of the catalog alone: citizens' words may name somebody."""
    if one.outside:
        return f"luar {city}"
    area = [f"Kelurahan {kelurahan}"] if kelurahan else []
    area += [f"Kecamatan {kecamatan}"] if kecamatan else []
    return ", ".join(area) or f"{city} (lokasi belum pasti)"


def _sentences(one: Shown, what: str, names: Sequence[str]) -> Iterator[str]:
    yield f"{what}."
    yield f"Dilaporkan {one.voices} warga."
    yield f"Status: {PUBLIC_STEP[DEFAULT][one.step]}."
    if one.reopened:
        yield f"Sudah {one.reopened} kali dibuka lagi."
    if names:
        yield f"Instansi: {listed(names)}."
