"""What callers of the intake are told, in their own language. Braces are filled with what is at hand."""

from collections.abc import Mapping
from typing import Literal, TypeAlias

from streams.intake.photos.words import PHOTO_WORDS

Language: TypeAlias = Literal["id", "en"]

DEFAULT: Language = "id"

WORDS: Mapping[str, Mapping[Language, str]] = {
    "no_key": {
        "id": "api_key: wajib diisi untuk permintaan ini",
        "en": "api_key: needed for this request",
    },
    "unknown_key": {
        "id": "api_key: tidak dikenal atau sudah dicabut",
        "en": "api_key: unknown, or revoked",
    },
    "too_many": {
        "id": "terlalu banyak permintaan dengan kunci ini; coba lagi dalam {seconds} detik",
        "en": "too many requests with this key; try again in {seconds} s",
    },
    "unavailable": {
        "id": "laporan belum diterima karena sistem sedang tidak tersedia; kirim lagi dalam {seconds} detik",
        "en": "the report was not taken in because the system is not available; send it again in {seconds} s",
    },
    "not_now": {
        "id": "sistem sedang tidak tersedia; coba lagi dalam {seconds} detik",
        "en": "the system is not available; try again in {seconds} s",
    },
    "unknown_service": {
        "id": "service_code: tidak ada kategori {name}",
        "en": "service_code: there is no category {name}",
    },
    "no_reporter": {
        "id": "account_id: account_id atau device_id wajib diisi, karena satu warga dihitung satu suara",
        "en": "account_id: account_id or device_id is needed, since a citizen is one voice",
    },
    "not_opaque": {
        "id": "{field}: harus rujukan anonim, bukan alamat surel atau nomor telepon",
        "en": "{field}: must be an opaque reference, no e-mail address or telephone number",
    },
    "half_a_place": {
        "id": "{field}: lat dan long diisi bersama",
        "en": "{field}: lat and long come together",
    },
    "incident_over": {
        "id": "incident_id: {what} sudah selesai dan ditutup; kirim laporan baru",
        "en": "incident_id: {what} is over and closed; send a report of its own",
    },
    "not_found": {"id": "tidak ditemukan: {what}", "en": "not found: {what}"},
    "invalid": {"id": "{field}: {reason}", "en": "{field}: {reason}"},
    **PHOTO_WORDS,
}
"""By code."""


def words_of(code: str, language: Language, **filled: object) -> str:
    """The words of a code."""
    return WORDS[code][language].format(**filled)


def language_of(accepted: str) -> Language:
    """The first of our languages that an `Accept-Language` names, by its weights; Indonesian if none."""
    ranked = sorted(map(_weighed, accepted.split(",")), key=lambda found: -found[1])
    for name, weight in ranked:
        if weight > 0 and name in ("id", "in"):
            return "id"
        if weight > 0 and name == "en":
            return "en"
    return DEFAULT


def _weighed(part: str) -> tuple[str, float]:
    name, _, quality = part.strip().partition(";")
    try:
        weight = float(quality.strip().removeprefix("q=")) if quality else 1.0
    except ValueError:
        weight = 0.0
    return name.strip().lower().partition("-")[0], weight
