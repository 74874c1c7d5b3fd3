"""What happened to an incident, and what was promised, as its page tells of it. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from schemas.catalog.models import Catalog
from schemas.incident import Incident, State
from schemas.life import Overdue, Step, Work
from schemas.result import Result
from sinks.reading_board import BoardReport
from sinks.reading_board_corrections import BoardCorrection
from sinks.reading_lives import KnownProgress
from streams.board.names import STEP, names_in
from streams.core.life.promises import promised_by
from streams.core.life.works import FRESH, OVER, works_of
from streams.core.names import SAID, name_of
from streams.telling.corrections import RESULT, Names, what_words
from streams.telling.progress import REFUSED

Kind: TypeAlias = Literal["reports", "agency", "correction", "kept", "broken", "ahead", "state"]

VOICES = (2, 5, 10, 20, 50, 100, 200, 500)
"""With how many citizens a line says so: one for each would be all there is to read."""
_BY_TIME = (Step.REOPENED, Step.CONFIRMED)


@dataclass(frozen=True, slots=True)
class Moment:
    """One line: when, what, and whose words about it. What lies ahead is a promise."""

    at: datetime
    kind: Kind
    words: str
    why: str = ""
    by: str = ""


def timeline(
    incident: Incident,
    reports: Sequence[BoardReport],
    progress: Sequence[KnownProgress],
    corrections: Sequence[BoardCorrection],
    catalog: Catalog,
) -> list[Moment]:
    """The latest first, what lies ahead before all."""
    moments = [
        *_voices(incident, reports),
        *_said(progress, catalog),
        *_corrected(corrections, names_in(catalog, incident.id)),
        *_promises(incident, catalog),
        *_stands(incident, progress),
    ]
    return sorted(moments, key=lambda moment: moment.at, reverse=True)


def _voices(incident: Incident, reports: Sequence[BoardReport]) -> Iterator[Moment]:
    yield Moment(incident.opened_at, "reports", "laporan pertama")
    voices = sorted(report.reported_at for report in reports if report.link.new_voice)
    for number in VOICES:
        if number <= len(voices):
            yield Moment(voices[number - 1], "reports", f"{number} warga melapor")


def _said(progress: Sequence[KnownProgress], catalog: Catalog) -> Iterator[Moment]:
    for one in progress:
        words = f"{name_of(catalog.agencies, one.agency)} {SAID[one.said]}"
        if one.instead:
            words += f", seharusnya {name_of(catalog.agencies, one.instead)}"
        if one.refusal:
            words += f" (ditolak: {REFUSED.get(one.refusal.code, one.refusal.code)})"
        yield Moment(one.at, "agency", words, one.why)


def _corrected(corrections: Sequence[BoardCorrection], names: Names) -> Iterator[Moment]:
    for one in corrections:
        words = what_words(one.what, names)
        if one.result is not Result.APPLIED:
            words += f" ({RESULT[one.result]})"
        elif one.undone_by:
            words += " (sudah dibatalkan)"
        yield Moment(one.at, "correction", words, one.why, one.by)


def _promises(incident: Incident, catalog: Catalog) -> Iterator[Moment]:
    for work in works_of(incident):
        agency = name_of(catalog.agencies, work.agency)
        promises = (
            ("menerima", Overdue.ACCEPT, work.step not in FRESH),
            ("selesai", Overdue.RESOLVE, work.step is Step.RESOLVED),
        )
        for at, (what, overdue, done) in zip(promised_by(work, incident, catalog), promises, strict=True):
            if fate := _fate(work, incident, overdue, done=done):
                yield Moment(at, fate, f"{agency}: janji {what} {_FATE[fate]}")


_FATE: Mapping[Kind, str] = {"kept": "ditepati", "broken": "tidak ditepati", "ahead": "masih berjalan"}


def _fate(work: Work, incident: Incident, overdue: Overdue, *, done: bool) -> Kind | None:
    """None for a promise that nobody waits for any more."""
    if overdue in work.overdue:
        return "broken"
    if done:
        return "kept"
    return None if work.step in OVER or incident.state is State.CLOSED else "ahead"


def _stands(incident: Incident, progress: Sequence[KnownProgress]) -> Iterator[Moment]:
    """What citizens' answers or time alone have made of it."""
    life, said = incident.life, {one.at for one in progress}
    if life.step in _BY_TIME and life.at and life.at not in said:
        yield Moment(life.at, "state", STEP[life.step])
    if incident.closed_at:
        yield Moment(incident.closed_at, "state", "ditutup")
