"""Corrections in words that operators read, in Indonesian. Pure."""

from collections.abc import Callable, Iterable
from datetime import datetime

from schemas.correction import Undo
from schemas.result import Result
from sinks.reading_corrections import KnownCorrection
from streams.cli.sections import Section
from streams.telling.corrections import RESULT, what_words


def correction_section(corrections: Iterable[KnownCorrection], moment: Callable[[datetime], str]) -> Section:
    """Each with who, when, why, what became of it, and how to take it back; `moment` words a time."""
    facts = ((f"{number}.", _told(known, moment)) for number, known in enumerate(corrections, 1))
    return Section("Koreksi", tuple(facts))


def _told(known: KnownCorrection, moment: Callable[[datetime], str]) -> str:
    correction = known.correction
    lines = (
        f"{what_words(correction.what)} ({RESULT[known.result]})",
        f"{moment(correction.at)} oleh {correction.by}: “{correction.why}”",
        f"ditolak karena: {known.refusal.reason}" if known.refusal else "",
        _way_back(known),
    )
    return "\n".join(filter(None, lines))


def _way_back(known: KnownCorrection) -> str:
    if known.undone_by:
        return f"sudah dibatalkan oleh koreksi {known.undone_by}"
    if known.result is not Result.APPLIED or isinstance(known.correction.what, Undo):
        return f"koreksi {known.correction.id}"
    return f"batalkan: sinergi undo {known.correction.id}"
