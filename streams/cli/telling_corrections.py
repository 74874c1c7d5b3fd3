"""Corrections in words that operators read, in Indonesian. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

from schemas.corrected import Result
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
from sinks.reading_corrections import KnownCorrection
from streams.cli.sections import Section

_RESULT = {
    Result.APPLIED: "diterapkan",
    Result.UNDER_WAY: "sedang dalam perjalanan ke keluarga lain",
    Result.REFUSED: "ditolak",
}


def correction_section(corrections: Iterable[KnownCorrection], moment: Callable[[datetime], str]) -> Section:
    """Each with who, when, why, what became of it, and how to take it back; `moment` words a time."""
    facts = ((f"{number}.", _told(known, moment)) for number, known in enumerate(corrections, 1))
    return Section("Koreksi", tuple(facts))


def _told(known: KnownCorrection, moment: Callable[[datetime], str]) -> str:
    correction = known.correction
    lines = (
        f"{_what(correction.what)} ({_RESULT[known.result]})",
        f"{moment(correction.at)} oleh {correction.by}: “{correction.why}”",
        f"ditolak karena: {known.refusal.reason}" if known.refusal else "",
        _way_back(known),
    )
    return "\n".join(filter(None, lines))


def _what(what: What) -> str:
    match what:
        case Merge(incident=incident, into=into):
            words = f"gabungkan {incident} ke {into}"
        case Split(incident=incident, reports=reports):
            words = f"pisahkan {', '.join(reports)} dari {incident}"
        case Move(report=report, incident=incident, into=into):
            words = f"pindahkan {report} dari {incident} ke {into}"
        case Reclassify(incident=incident, category=category):
            words = f"ubah kategori {incident} menjadi {category}"
        case Reroute(incident=incident, agencies=agencies):
            words = f"teruskan {incident} kepada {', '.join(agencies)}"
        case NoReport(incident=incident):
            words = f"{incident} bukan laporan"
        case Apart(incident=incident, other=other):
            words = f"{incident} tidak sama dengan {other}"
        case Undo(correction=id):
            words = f"batalkan koreksi {id}"
    return words


def _way_back(known: KnownCorrection) -> str:
    if known.undone_by:
        return f"sudah dibatalkan oleh koreksi {known.undone_by}"
    if known.result is not Result.APPLIED or isinstance(known.correction.what, Undo):
        return f"koreksi {known.correction.id}"
    return f"batalkan: sinergi undo {known.correction.id}"
