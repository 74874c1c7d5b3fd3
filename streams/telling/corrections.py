"""What an operator put right, and what became of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from schemas.correction import (
    Apart,
    Merge,
    Move,
    NoReport,
    Reclassify,
    Reroute,
    Split,
    Undo,
    What,
)
from schemas.result import Result

RESULT: Mapping[Result, str] = {
    Result.APPLIED: "diterapkan",
    Result.UNDER_WAY: "sedang dalam perjalanan ke keluarga lain",
    Result.REFUSED: "ditolak",
}
REFUSED: Mapping[str, str] = {
    "stale": "sudah dikoreksi orang lain lebih dahulu; lihat lagi, lalu putuskan",
    "closed": "insidennya sudah ditutup",
    "moved": "laporannya sudah pindah ke insiden lain",
    "nothing_to_do": "tidak ada yang berubah karenanya",
    "too_many": "laporannya terlalu banyak untuk dikoreksi sekaligus",
    "id_reused": "nomor koreksinya sudah dipakai",
    "under_way": "koreksi itu masih dalam perjalanan",
    "undo": "pembatalan tidak dapat dibatalkan; lakukan lagi koreksinya",
    "undone": "sudah dibatalkan",
    "unknown_correction": "koreksi itu tidak dikenal",
    "unknown_incident": "insiden itu tidak dikenal",
    "unknown_report": "laporan itu tidak ada lagi di insiden ini",
    "wrong_incident": "laporannya ada di insiden lain",
}
"""By the code of the refusal."""


@dataclass(frozen=True, slots=True)
class Names:
    """How things are called by their ids; by these ids themselves, unless somebody knows better."""

    incident: Callable[[str], str] = str
    category: Callable[[str], str] = str
    agency: Callable[[str], str] = str


IDS = Names()


def what_words(what: What, names: Names = IDS) -> str:
    """What the operator decided."""
    one = names.incident(what.incident)
    match what:
        case Merge(into=into):
            words = f"gabungkan {one} ke {names.incident(into)}"
        case Split(reports=reports):
            words = f"pisahkan {', '.join(reports)} dari {one}"
        case Move(report=report, into=into):
            words = f"pindahkan {report} dari {one} ke {names.incident(into)}"
        case Reclassify(category=category):
            words = f"ubah kategori {one} menjadi {names.category(category)}"
        case Reroute(agencies=agencies):
            words = f"teruskan {one} kepada {', '.join(map(names.agency, agencies))}"
        case NoReport():
            words = f"{one} bukan laporan"
        case Apart(other=other):
            words = f"{one} tidak sama dengan {names.incident(other)}"
        case Undo(correction=id):
            words = f"batalkan koreksi {id}"
    return words
