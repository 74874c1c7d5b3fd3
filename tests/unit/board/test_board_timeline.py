"""What happened to an incident, in the order in which an operator reads it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from schemas.catalog.models import Urgency
from schemas.correction import Reclassify, Undo
from schemas.incident import Decision, Incident, Link, Routed, State
from schemas.life import Life, Overdue, Step, Work
from schemas.progress import Said
from schemas.result import Refusal, Result
from sinks.reading_board import BoardReport
from sinks.reading_board_corrections import BoardCorrection
from sinks.reading_lives import KnownProgress
from streams.board.operators.timeline import Moment, timeline
from tests.unit.core.bekasi import CATALOG

AT = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
ID = "bekasi:traffic:abcdef123"
INCIDENT = Incident(
    id=ID,
    version=1,
    state=State.OPEN,
    category="traffic_jam",
    urgency=Urgency.NORMAL,
    place=None,
    place_words="",
    opened_at=AT,
    last_reported_at=AT,
    reports=1,
    voices=1,
    summary="macet",
    photos=(),
    routed=(Routed("dishub", "r", "urusan", "2026-11-23"),),
)


def told(incident: Incident = INCIDENT, **known: object) -> list[Moment]:
    parts = {"reports": (), "progress": (), "corrections": ()} | known
    return timeline(incident, **parts, catalog=CATALOG)  # type: ignore[arg-type]


def report(number: int, *, new_voice: bool = True) -> BoardReport:
    return BoardReport(
        channel="sorot",
        id=str(number),
        reported_at=AT + timedelta(minutes=number),
        text="macet",
        place="",
        category="traffic_jam",
        confidence=0.9,
        review=(),
        link=Link(ID, Decision.JOINS, new_voice, None, None, "dekat"),
    )


def with_work(step: Step, *overdue: Overdue, state: State = State.OPEN) -> Incident:
    work = Work("dishub", step, AT + timedelta(hours=1), AT, version=1, overdue=overdue)
    return replace(INCIDENT, state=state, life=Life(step=step, works=(work,)))


def test_voices_are_told_at_a_few_counts_and_resends_are_none() -> None:
    reports = [report(n, new_voice=n != 3) for n in range(12)]
    assert [one.words for one in told(reports=reports) if one.kind == "reports"] == [
        "10 warga melapor",
        "5 warga melapor",
        "2 warga melapor",
        "laporan pertama",
    ]


def test_promises_are_ahead_kept_or_broken_and_nobody_waits_for_what_is_over() -> None:
    def kinds(incident: Incident) -> list[tuple[str, str]]:
        found = [one for one in told(incident) if "janji" in one.words]
        return sorted((one.words.split("janji ")[1].split()[0], one.kind) for one in found)

    assert kinds(INCIDENT) == [("menerima", "ahead"), ("selesai", "ahead")]
    assert kinds(with_work(Step.ON_SITE)) == [("menerima", "kept"), ("selesai", "ahead")]
    broken = with_work(Step.ACCEPTED, Overdue.ACCEPT, Overdue.ACCEPT_OPERATOR)
    assert kinds(broken) == [("menerima", "broken"), ("selesai", "ahead")]
    assert kinds(with_work(Step.RESOLVED)) == [("menerima", "kept"), ("selesai", "kept")]
    assert kinds(with_work(Step.CANNOT)) == [("menerima", "kept")]
    assert kinds(with_work(Step.DISPATCHED, state=State.CLOSED)) == []


def test_what_is_promised_lies_before_all_that_was() -> None:
    assert [one.kind for one in told()] == ["ahead", "ahead", "reports"]


def test_corrections_are_told_with_what_became_of_them_by_whom_and_why() -> None:
    def correction(id: str, **fields: object) -> BoardCorrection:
        known = {"result": Result.APPLIED, "refusal": None, "undone_by": None} | fields
        what = Reclassify(incident=ID, category="flood")
        return BoardCorrection(id=id, at=AT, what=what, why="genangan", by="ani", incidents=(ID,), **known)  # type: ignore[arg-type]

    stands = correction("a")
    refused = correction("b", result=Result.REFUSED, refusal=Refusal("stale", "seen", "late"))
    undone = correction("c", undone_by="d")
    undo = replace(stands, id="d", what=Undo(correction="c", incident=ID))
    found = [one for one in told(corrections=(stands, refused, undone)) if one.kind == "correction"]
    label = CATALOG.categories["flood"].label
    words = f"ubah kategori insiden ini menjadi {label}"
    assert [one.words for one in found] == [words, f"{words} (ditolak)", f"{words} (sudah dibatalkan)"]
    assert {(one.by, one.why) for one in found} == {("ani", "genangan")}
    assert [one.stands for one in (stands, refused, undone, undo)] == [True, False, False, False]


def said(agency: str, at: datetime, what: Said, **fields: object) -> KnownProgress:
    known = {"refusal": None, "result": Result.APPLIED, "why": "", "instead": None} | fields
    return KnownProgress(
        agency=agency,
        id="p",
        incident_id=ID,
        said=what,
        by="x",
        at=at,
        photos=(),
        digest="",
        checks=(),
        recorded_at=at,
        **known,  # type: ignore[arg-type]
    )


def test_what_agencies_said_and_where_it_ended_is_told_once() -> None:
    late = AT + timedelta(hours=9)
    refusal = {"result": Result.REFUSED, "refusal": Refusal("not_yours", "agency", "no")}
    progress = [
        said("dishub", AT + timedelta(hours=1), Said.REFUSED, instead="dlh", why="pohon, bukan lalu lintas"),
        said("dishub", late, Said.REOPENED),
        said("dlh", late, Said.RESOLVED, **refusal),
    ]
    dishub, dlh = [CATALOG.agencies[id].name for id in ("dishub", "dlh")]
    reopened = replace(INCIDENT, life=Life(step=Step.REOPENED, at=late))
    found = {one.words: one.why for one in told(reopened, progress=progress)}
    assert found[f"{dishub} menolak, seharusnya {dlh}"] == "pohon, bukan lalu lintas"
    assert f"{dlh} menyatakan selesai (ditolak: bukan tugas instansi itu)" in found
    assert "dibuka lagi" not in found
    assert "dibuka lagi" in [one.words for one in told(reopened)]
    closed = replace(INCIDENT, state=State.CLOSED, closed_at=late)
    assert told(closed)[0].words == "ditutup"
