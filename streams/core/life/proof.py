"""Whether what an agency sent shows that the problem is fixed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from schemas.classified import Place
from schemas.heard import Alike, Check
from schemas.photo_hash import is_plain
from schemas.report import Photo
from streams.core.geo import distance_m


@dataclass(frozen=True, slots=True)
class Asked:
    """What a photo of the fix must agree with.

    It was taken after `since` and not after `until`, at most `near_m` (and what the place may be off) from
    `place`; `seen` are photos that somebody sent before, by what they look like.
    """

    since: datetime
    until: datetime
    place: Place | None
    near_m: float
    seen: Mapping[str, Alike]


def checks_of(photos: Sequence[Photo], asked: Asked) -> tuple[Check, ...]:
    """What was found of the one photo that passes all; of every photo if none does. One is enough."""
    if not photos:
        return (Check("photo", passed=False, words="tidak ada foto perbaikan"),)
    every = [tuple(_checks(photo, f"foto {number}", asked)) for number, photo in enumerate(photos, 1)]
    good = next((checks for checks in every if all(check.passed for check in checks)), None)
    return good or tuple(check for checks in every for check in checks)


def _checks(photo: Photo, name: str, asked: Asked) -> Iterator[Check]:
    yield _time(photo, name, asked)
    yield _place(photo, name, asked)
    yield _original(photo, name, asked)


def _time(photo: Photo, name: str, asked: Asked) -> Check:
    if photo.taken_at is None:
        return Check("time", passed=False, words=f"{name} tanpa waktu pengambilan")
    if photo.taken_at <= asked.since:
        return Check("time", passed=False, words=f"{name} diambil sebelum tugas ini diteruskan")
    if photo.taken_at > asked.until:
        return Check("time", passed=False, words=f"{name} diambil setelah dinyatakan selesai")
    return Check("time", passed=True, words=f"{name} diambil setelah tugas ini diteruskan")


def _place(photo: Photo, name: str, asked: Asked) -> Check:
    place = asked.place
    if place is None:
        return Check("place", passed=True, words=f"tempat insiden tidak diketahui, {name} tidak dibandingkan")
    if photo.lat is None or photo.lon is None:
        return Check("place", passed=False, words=f"{name} tanpa koordinat")
    apart_m = distance_m(photo.lat, photo.lon, place.lat, place.lon)
    reach_m = asked.near_m + place.error_m
    found = f"{name} diambil {apart_m:.0f} m dari tempat insiden, boleh paling jauh {reach_m:.0f} m"
    return Check("place", passed=apart_m <= reach_m, words=found)


def _original(photo: Photo, name: str, asked: Asked) -> Check:
    if photo.phash is None:
        return Check("original", passed=False, words=f"{name} tanpa sidik gambar (phash)")
    if is_plain(photo.phash):
        return Check("original", passed=False, words=f"{name} hampir satu warna, tidak menunjukkan apa-apa")
    before = asked.seen.get(photo.phash.lower())
    if before is None:
        return Check("original", passed=True, words=f"{name} belum pernah dikirim")
    whose = "foto laporan" if before.of == "report" else "bukti"
    return Check("original", passed=False, words=f"{name} sama dengan {whose} {before.name}")
