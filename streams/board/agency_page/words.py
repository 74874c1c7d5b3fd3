"""What the page of an agency says, in both languages. Braces are filled with what is at hand."""

from collections.abc import Mapping

from streams.council import words as council
from streams.http.language import Language

AGENCY_WORDS: Mapping[str, Mapping[Language, str]] = {
    "programme": {"id": "Program kerja", "en": "Programme of work"},
    "no_programme": {
        "id": "Belum ada program kerja yang dicatat untuk waktu mendatang.",
        "en": "No works are recorded for the time ahead.",
    },
    "when_works": {"id": "{begins} sampai {ends}", "en": "{begins} to {ends}"},
    "whole_city": {"id": "seluruh kota", "en": "the whole city"},
    "now": {"id": "sedang berjalan", "en": "under way"},
    "does": {"id": "Yang ditangani, dan janjinya", "en": "What it takes care of, and its promises"},
    "matter": {"id": "Perihal", "en": "Matter"},
    "accept": {"id": "Diterima dalam", "en": "Accepted within"},
    "resolve": {"id": "Selesai dalam", "en": "Fixed within"},
    "working": {"id": "{count} jam kerja", "en": "{count} working hours"},
    "open": {"id": "Yang sedang terbuka", "en": "Open now"},
    "times": {"id": "Seberapa cepat", "en": "How fast"},
    "times_of": {
        "id": "Dari {cases} tugas dalam {weeks} minggu terakhir. Yang masih menunggu ikut dihitung.",
        "en": "Of {cases} tasks in the last {weeks} weeks. Those that still wait are counted too.",
    },
    "step": {"id": "Langkah", "en": "Step"},
    "median": {"id": "Separuhnya dalam", "en": "Half within"},
    "p90": {"id": "Sembilan dari sepuluh dalam", "en": "Nine of ten within"},
    "kept": {"id": "Janji ditepati", "en": "Promises kept"},
    "answered": {"id": "Ditanggapi", "en": "Answered"},
    "resolved": {"id": "Diselesaikan", "en": "Fixed"},
    "unknown": {"id": "belum diketahui", "en": "not known yet"},
    "no_times": {
        "id": "Belum ada tugas dalam {weeks} minggu terakhir.",
        "en": "There were no tasks in the last {weeks} weeks.",
    },
    "times_away": {
        "id": "Angka sedang tidak tersedia.",
        "en": "The figures are not available at the moment.",
    },
    "minutes": {"id": "{count} menit", "en": "{count} min"},
    "hours": {"id": "{count} jam", "en": "{count} h"},
    "days": {"id": "{count} hari", "en": "{count} days"},
    "embed": {"id": "Pasang di situs Anda", "en": "Put it on your website"},
    "embed_hint": {
        "id": "Salin baris ini ke halaman situs. Tidak ada kuki, dan tidak ada data pribadi di dalamnya.",
        "en": "Copy this line into a page. There are no cookies and no personal data in it.",
    },
    "full_page": {"id": "Buka halaman lengkap", "en": "Open the whole page"},
}
"""By what the template calls them."""


def say(language: Language, key: str, **filled: object) -> str:
    """The words of that key. Raises KeyError."""
    return AGENCY_WORDS[key][language].format(**filled)


def hours_words(hours: float | None, language: Language) -> str:
    """How long something takes, as people say it."""
    if hours is None:
        return say(language, "unknown")
    if hours < 1:
        return say(language, "minutes", count=max(1, round(hours * 60)))
    if hours < 48:
        return say(language, "hours", count=_number(hours, language))
    return say(language, "days", count=_number(hours / 24, language))


def working_words(hours: float, language: Language) -> str:
    """Of hours in which offices are open: so many are more days than those of a clock."""
    return say(language, "working", count=_number(hours, language))


def share_words(share: float | None, language: Language) -> str:
    """Of a hundred, as the council is told it."""
    return say(language, "unknown") if share is None else council.share_words(share)


def _number(value: float, language: Language) -> str:
    written = f"{value:.1f}".removesuffix(".0")
    return written.replace(".", ",") if language == "id" else written
