"""What operators read of an incident's life."""

from dataclasses import replace
from datetime import timedelta

from schemas.heard import Check
from schemas.life import Life, Overdue, Step, Work
from schemas.progress import Said
from schemas.report import Photo
from schemas.result import Refusal, Result
from sinks.reading_lives import REPLIES_MAX, KnownProgress, KnownReply
from streams.cli.look_up import Explained
from tests.unit.cli.test_telling import AT, INCIDENT, told

LATER = AT + timedelta(hours=2)
LIFE = Life(
    step=Step.RESOLVED,
    at=LATER,
    works=(
        Work(
            agency="air",
            step=Step.RESOLVED,
            at=LATER,
            since=AT,
            version=1,
            proven=False,
            partner="mitra_satu",
            overdue=(Overdue.ACCEPT,),
        ),
    ),
    refusals=("sar",),
    reopened=1,
    resolved_at=LATER,
    yes=2,
    no=1,
    again=1,
    number=4,
    withheld=True,
)
PROGRESS = KnownProgress(
    agency="air",
    id="k-1",
    incident_id="rawa:x:1",
    said=Said.RESOLVED,
    by="petugas-7",
    at=LATER,
    why="sudah disedot",
    instead=None,
    photos=(Photo(url="https://foto/2"),),
    digest="d",
    result=Result.APPLIED,
    refusal=None,
    checks=(
        Check("photo", passed=True, words="ada foto"),
        Check("original", passed=False, words="sama dengan foto sorot:a"),
    ),
    recorded_at=LATER,
)
REPLY = KnownReply(
    channel="sorot",
    id="j-1",
    report_id="a",
    incident_id="rawa:x:1",
    round=0,
    answer="no",
    at=LATER,
    digest="d",
    result=Result.APPLIED,
    refusal=None,
    recorded_at=LATER,
)
REFUSAL = Refusal("not_asked", "incident_id", "nobody asked")


def test_an_incident_of_which_nobody_spoke_stands_where_it_began() -> None:
    found = told(Explained(incident=INCIDENT))
    assert found["Perjalanan"]["Sekarang"] == (
        "diteruskan, belum dijawab sejak 24 November 2026 pukul 01.05 WIB"
    )
    assert found["Perjalanan"]["Pekerjaan"].startswith("Dinas Air (air): diteruskan, belum dijawab sejak ")
    assert not any(found["Perjalanan"][name] for name in ("Suara warga", "Dibuka lagi", "Ditolak oleh"))
    assert "Kabar dari dinas" not in found


def test_a_life_is_told_with_what_each_agency_does_and_how_citizens_vote() -> None:
    replies = (REPLY, replace(REPLY, answer="yes"), replace(REPLY, answer="yes"))
    facts = told(Explained(incident=replace(INCIDENT, life=LIFE, due_at=LATER), replies=replies))[
        "Perjalanan"
    ]
    assert facts["Sekarang"] == "dinyatakan selesai sejak 24 November 2026 pukul 03.05 WIB"
    assert facts["Pekerjaan"].splitlines() == [
        "Dinas Air (air): dinyatakan selesai sejak 24 November 2026 pukul 03.05 WIB, belum terbukti",
        "oleh mitra Dinas Mitra_Satu",
        "lewat tenggat: belum diterima pada waktunya",
    ]
    assert facts["Ditolak oleh"] == "Dinas Sar (sar)"
    assert facts["Dibuka lagi"] == "1 kali"
    assert facts["Suara warga"] == "2 sudah beres, 1 belum (1 di antaranya melapor lagi)"
    assert facts["Jawaban yang diterima"] == "2 ya, 1 tidak"
    assert facts["Pelapor diberi tahu"] == "4 kali, kabar terakhir menunggu besok"


def test_the_replies_that_are_not_counted_are_not_passed_over() -> None:
    facts = told(Explained(incident=INCIDENT, replies=(REPLY,) * REPLIES_MAX))["Perjalanan"]
    assert facts["Jawaban yang diterima"] == "0 ya, 100 tidak (dari 100 yang terakhir)"


def test_what_agencies_said_is_told_in_order_with_what_was_checked() -> None:
    sar = {"agency": "sar", "id": "k-2", "why": "bukan tugas kami", "checks": (), "photos": ()}
    refused = replace(
        PROGRESS, **sar, said=Said.REFUSED, instead="air", result=Result.REFUSED, refusal=REFUSAL
    )
    facts = told(Explained(incident=INCIDENT, progress=(PROGRESS, refused)))["Kabar dari dinas"]
    assert facts["1."].splitlines() == [
        "Dinas Air (air) menyatakan selesai (diterapkan)",
        "24 November 2026 pukul 03.05 WIB oleh petugas-7: “sudah disedot”",
        "foto https://foto/2",
        "terbukti: ada foto",
        "tidak terbukti: sama dengan foto sorot:a",
        "air/k-1 pada rawa:x:1",
    ]
    assert facts["2."].splitlines() == [
        "Dinas Sar (sar) menolak, seharusnya Dinas Air (air) (ditolak)",
        "24 November 2026 pukul 03.05 WIB oleh petugas-7: “bukan tugas kami”",
        "ditolak karena: nobody asked",
        "sar/k-2 pada rawa:x:1",
    ]


def test_a_progress_and_a_reply_are_told_by_themselves() -> None:
    refused = replace(REPLY, result=Result.REFUSED, refusal=REFUSAL)
    found = told(Explained(progress=(PROGRESS,), replies=(refused,)))
    assert list(found) == ["Kabar dari dinas", "Jawaban warga"]
    assert found["Jawaban warga"]["1."].splitlines() == [
        "sorot:a menjawab tidak, belum beres (ditolak)",
        "24 November 2026 pukul 03.05 WIB",
        "ditolak karena: nobody asked",
        "sorot:j-1 pada rawa:x:1",
    ]
