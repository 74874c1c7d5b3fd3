"""What operators read."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from schemas.catalog.models import Urgency
from schemas.classified import Classification, Grade, Place, Weight
from schemas.correction import Merge, Undo
from schemas.event import Area, Event, Member
from schemas.incident import Decision, Incident, Link, Rival, Routed, State
from schemas.rejection import Origin
from schemas.result import Refusal, Result
from sinks.reading import KnownRejection, KnownReport
from sinks.reading_corrections import KnownCorrection
from streams.cli.look_up import Explained
from streams.cli.sections import Section, print_sections
from streams.cli.telling import Teller
from tests.unit.core.catalog import small_catalog
from tests.unit.core.corrected_city import order

TELLER = Teller(small_catalog())
CATALOG = small_catalog()
CATEGORY = next(iter(CATALOG.categories.values()))
WARD = next(iter(CATALOG.kelurahan.values()))
AT = datetime(2026, 11, 23, 18, 5, tzinfo=UTC)
PLACE = Place(
    lat=-6.2,
    lon=107.0,
    error_m=10,
    by="coordinates",
    kelurahan=WARD.id,
    kecamatan=WARD.kecamatan,
    evidence="koordinat di situ",
)
REPORT = KnownReport(
    channel="sorot",
    id="a",
    reported_at=AT,
    text="Lampu [bold]mati[/bold] dari tadi",
    place_words="depan masjid",
    picked=CATEGORY.id,
    classification=Classification(
        category=CATEGORY.id, family="x", confidence=0.75, evidence=(Weight(word="lampu mati", weight=2.0),)
    ),
    grade=Grade(urgency=Urgency.HIGH, rule="kata 'mati'"),
    place=PLACE,
    origin=Origin(topic="reports.sorot", partition=0, offset=3),
    recorded_at=AT,
    review=(),
    link=Link("rawa:x:1", Decision.JOINS, True, 12.0, 60.0, "12 m dari laporan pertama"),
)
INCIDENT = Incident(
    id="rawa:x:1",
    version=3,
    state=State.OPEN,
    category=CATEGORY.id,
    urgency=Urgency.EMERGENCY,
    place=PLACE,
    place_words="depan masjid",
    opened_at=AT,
    last_reported_at=AT,
    reports=3,
    voices=2,
    summary="Lampu mati",
    photos=("https://foto/1",),
    routed=(Routed("air", f"{CATEGORY.id}#1", "urusan air", "2026-11-24"),),
)

EVENT = Event(
    id="rawa:x:event-1",
    key="rawa:x",
    version=2,
    category=CATEGORY.id,
    categories=(CATEGORY.id,),
    areas=(Area(WARD.kecamatan, WARD.id), Area("barat")),
    citywide=False,
    since=AT,
    noticed_at=AT,
    unusual_at=AT,
    until=None,
    incidents=7,
    voices=9,
    urgency=Urgency.HIGH,
    lat=None,
    lon=None,
    located=0,
    observed=5,
    expected=0.123,
    agencies=("air", "gone"),
    members=(Member(incident_id="rawa:x:1", place="depan masjid", voices=2),),
)


def told(explained: Explained) -> dict[str, dict[str, str]]:
    return {section.title: dict(section.facts) for section in TELLER.tell(explained)}


def test_a_report_is_told_with_its_reasons() -> None:
    facts = told(Explained(report=REPORT, trace_id="0af7"))["Laporan sorot:a"]
    assert facts["Jejak, bila dimulai di sini"] == "0af7"
    assert facts["Dilaporkan"] == "24 November 2026 pukul 01.05 WIB"
    assert facts["Kategori"] == f"{CATEGORY.label} ({CATEGORY.id}), keyakinan 75%"
    assert facts["Kata penentu (bobot)"] == "“lampu mati” (2)"
    assert facts["Dipilih pelapor"] == f"{CATEGORY.label} ({CATEGORY.id})"
    assert facts["Lokasi"].startswith("-6.20000, 107.00000 (bisa meleset 10 m), Kelurahan ")
    assert facts["Dasar lokasi"] == "koordinat di situ"
    assert facts["Urgensi"] == "tinggi, karena kata 'mati'"
    assert facts["Keputusan"] == "bergabung ke insiden yang sudah ada"
    assert facts["Alasan"] == "12 m dari laporan pertama"


def test_a_join_is_told_with_its_runner_up_and_the_way_out_of_it() -> None:
    link = replace(REPORT.link, score=0.7, rival=Rival("rawa:x:2", -4.36))
    facts = told(Explained(report=replace(REPORT, link=link)))["Laporan sorot:a"]
    assert facts["Calon lain"] == "rawa:x:2 (-4.4)"
    assert facts["Kalau keliru"] == "sinergi correct split rawa:x:1 sorot:a --why ..."
    alone = replace(REPORT, link=replace(link, rival=None))
    assert told(Explained(report=alone))["Laporan sorot:a"]["Calon lain"] == "tidak ada"


@pytest.mark.parametrize("change", [{"correction": "k-1"}, {"decision": Decision.OPENS}])
def test_only_what_the_model_joined_has_that_way_out(change: dict[str, Any]) -> None:
    report = replace(REPORT, link=replace(REPORT.link, **change))
    assert told(Explained(report=report))["Laporan sorot:a"]["Kalau keliru"] == ""


def test_a_question_is_told_with_both_answers() -> None:
    facts = told(Explained(incident=replace(INCIDENT, perhaps="rawa:x:2")))["Insiden rawa:x:1"]
    assert facts["Mungkin sama dengan"] == (
        "rawa:x:2\n"
        "sama: sinergi correct merge rawa:x:1 rawa:x:2 --why ...\n"
        "bukan: sinergi correct apart rawa:x:1 rawa:x:2 --why ..."
    )


def test_who_is_asked_about_hears_by_whom() -> None:
    facts = told(Explained(incident=INCIDENT, asking=("rawa:x:2", "rawa:x:3")))["Insiden rawa:x:1"]
    assert facts["Mungkin sama dengan ini"] == "rawa:x:2\nrawa:x:3"


def test_what_is_not_known_is_said() -> None:
    vague = replace(
        REPORT,
        text="",
        place=None,
        picked=None,
        classification=Classification(category="gone", family="x", confidence=0),
    )
    facts = told(Explained(report=vague))["Laporan sorot:a"]
    assert (facts["Isi"], facts["Lokasi"]) == ("(tanpa teks)", "tidak diketahui")
    assert facts["Kategori"] == "gone, keyakinan 0%"
    assert facts["Kata penentu (bobot)"] == "tidak ada kata yang dikenal"


def test_an_incident_is_told_with_agencies_and_reports() -> None:
    founder = replace(REPORT, id="b", link=replace(REPORT.link, decision=Decision.OPENS, evidence="pertama"))
    sections = told(Explained(report=REPORT, incident=INCIDENT, members=(founder, REPORT)))
    assert sections["Insiden rawa:x:1"]["Jumlah"] == "3 laporan dari 2 warga"
    assert sections["Insiden rawa:x:1"]["Urgensi"] == "darurat"
    assert sections["Diteruskan kepada"]["1."] == (
        f"Dinas Air (air)\nurusan air (aturan {CATEGORY.id}#1, berlaku pada 24 November 2026)"
    )
    members = sections["Laporan dalam insiden ini"]
    assert members["1."].startswith("24-11-2026 01.05  sorot:b\n")
    assert members["1."].endswith("membuka: pertama")
    assert "sorot:a ← laporan ini\n" in members["2."]
    assert members["…"] == "dan 1 laporan lagi (--limit)"


def test_an_event_is_told_with_its_reason_and_its_incidents() -> None:
    sections = told(Explained(event=EVENT))
    facts = sections["Kejadian rawa:x:event-1"]
    assert facts["Mengapa"] == "Dalam 60 menit ada 5 insiden, biasanya 0,12."
    assert facts["Wilayah"] == f"{WARD.name}, Kec. Rawa Barat"
    assert facts["Berakhir"] == "masih berlangsung"
    assert facts["Jumlah"] == "7 insiden dari 9 warga"
    assert facts["Diberitahukan kepada"] == "Dinas Air\ngone"
    assert sections["Insiden dalam kejadian ini"] == {
        "1.": "rawa:x:1\ndepan masjid, 2 warga",
        "…": "dan 6 insiden lagi",
    }


def test_an_incident_of_an_event_says_so() -> None:
    sections = told(Explained(incident=replace(INCIDENT, event=EVENT.id), event=EVENT))
    assert sections["Insiden rawa:x:1"]["Bagian dari kejadian"] == "rawa:x:event-1"
    assert "Kejadian rawa:x:event-1" in sections
    assert "Insiden dalam kejadian ini" not in sections


def test_a_rejection_is_told_with_its_reason() -> None:
    rejection = KnownRejection(
        "c", Origin(topic="reports.sorot", partition=1, offset=2), "missing", "", "no id", 1, AT
    )
    facts = told(Explained(rejections=(rejection,)))["Ditolak: catatan reports.sorot/1/2"]
    assert (facts["Alasan"], facts["Bagian"]) == ("no id", "seluruh catatan")


def test_a_pipe_gets_plain_lines(capsys) -> None:  # type: ignore[no-untyped-def]
    print_sections([Section("Judul [x]", (("Isi", "[bold]a[/bold]\nb"), ("Kosong", ""), ("1.", "satu")))])
    assert capsys.readouterr().out == "Judul [x]\n  Isi: [bold]a[/bold]\n     b\n  1. satu\n"


def test_what_would_steer_a_terminal_is_not_printed(capsys: pytest.CaptureFixture[str]) -> None:
    print_sections([Section("Isi", (("teks", "\x1b[31mmerah\u202e kanan\nlagi"),))])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "merah" in out


def test_what_was_put_right_is_told_with_the_way_back() -> None:
    merge = order("k-1", Merge(incident="rawa:air:a", into="rawa:air:b")).correction
    back = order("k-2", Undo(correction="k-1", incident="rawa:air:b")).correction
    applied = KnownCorrection(merge, Result.APPLIED, None, ("rawa:air:a", "rawa:air:b"), None, AT)
    refused = replace(applied, result=Result.REFUSED, refusal=Refusal("stale", "seen", "somebody was faster"))
    undone = replace(applied, undone_by="k-2")
    undoing = replace(applied, correction=back)
    facts = told(Explained(corrections=(applied, refused, undone, undoing)))["Koreksi"]
    assert facts["1."] == (
        "gabungkan rawa:air:a ke rawa:air:b (diterapkan)\n"
        "24 November 2026 pukul 13.00 WIB oleh ani: “salah gabung”\n"
        "batalkan: sinergi undo k-1"
    )
    assert "ditolak karena: somebody was faster\nkoreksi k-1" in facts["2."]
    assert facts["3."].endswith("sudah dibatalkan oleh koreksi k-2")
    assert facts["4."].startswith("batalkan koreksi k-1 (diterapkan)")
    assert "sinergi undo" not in facts["2."] + facts["3."] + facts["4."]
