"""What an agency's own people read of what it is told."""

from typing import get_args

import pytest

from schemas.dispatch import Dispatch, Kind
from schemas.event import Kind as EventKind
from schemas.life import Overdue, Step
from streams.cli.sections import print_sections
from streams.cli.telling_dispatch import dispatch_section, event_section
from tests.unit.cli.hearing import DISPATCH, EVENT
from tests.unit.core.catalog import small_catalog

CATALOG = small_catalog()


def facts(dispatch: Dispatch) -> dict[str, str]:
    return dict(dispatch_section(dispatch, CATALOG).facts)


def test_a_dispatch_is_told_with_who_does_what_by_when() -> None:
    assert dispatch_section(DISPATCH, CATALOG).title == "Lewat tenggat: rawa:x:1 versi 3"
    told = facts(DISPATCH)
    assert told["Perihal"] == "Banjir"
    assert told["Lokasi"] == "-6.20000, 107.00000 (bisa meleset 10 m)"
    assert told["Jumlah"] == "3 laporan dari 2 warga"
    assert told["Status"] == "petugas di lokasi"
    assert told["Pekerjaan"].splitlines() == [
        "Dinas Air (air): petugas di lokasi sejak 24 November 2026 pukul 01.05 WIB",
        "oleh mitra Dinas Mitra_Satu",
        "janji selesai: 24 November 2026 pukul 07.05 WIB",
        "Dinas Sar (sar): dinyatakan selesai sejak 24 November 2026 pukul 01.05 WIB, belum terbukti",
    ]
    assert told["Tenggat"] == "belum selesai pada waktunya"
    assert told["Dibuka lagi"] == "1 kali"


def test_every_kind_step_and_promise_has_words_of_its_own() -> None:
    kinds = {
        dispatch_section(DISPATCH.model_copy(update={"kind": kind}), CATALOG).title for kind in get_args(Kind)
    }
    steps = {facts(DISPATCH.model_copy(update={"step": step}))["Status"] for step in Step}
    overdue = {facts(DISPATCH.model_copy(update={"overdue": one}))["Tenggat"] for one in Overdue}
    events = {
        event_section(EVENT.model_copy(update={"kind": kind}), CATALOG).title for kind in get_args(EventKind)
    }
    assert len(kinds) == len(get_args(Kind))
    assert [len(steps), len(overdue), len(events)] == [len(Step), len(Overdue), len(get_args(EventKind))]


def test_an_event_is_told_with_its_first_incidents() -> None:
    section = event_section(EVENT, CATALOG)
    told = dict(section.facts)
    assert section.title == "Kejadian meluas: rawa:x:event-1 versi 2"
    assert told["Pesan"] == EVENT.message
    assert told["Insiden"] == "rawa:x:1  depan masjid\ndan 6 lagi"
    assert told["Urgensi"] == "darurat"


def test_nothing_that_is_told_steers_the_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    steering = "\x1b]0;judul\x07\u202e"
    hostile = DISPATCH.model_copy(
        update={"incident_id": steering, "summary": steering, "photos": (steering,)}
    )
    print_sections([dispatch_section(hostile, CATALOG)])
    out = capsys.readouterr().out
    assert "judul" in out
    assert not {"\x1b", "\x07", "\u202e"} & set(out)
