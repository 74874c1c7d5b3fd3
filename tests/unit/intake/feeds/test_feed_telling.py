"""What a feed says of an incident."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from schemas.catalog.models import AgencyKind, Urgency
from schemas.life import Step
from sinks.reading_feeds import Shown
from streams.core.names import URGENCY
from streams.http.public_words import PUBLIC_STEP
from streams.intake.feeds.telling import (
    ENTRIES_MAX,
    Asked,
    agencies_of,
    asked_of,
    feed_of,
)
from tests.unit.core.bekasi import CATALOG

NOON = datetime(2026, 11, 24, 5, 0, 0, 123, tzinfo=UTC)
LAMP = Shown(
    id="bekasi:traffic:abc",
    category="street_light",
    urgency=Urgency.HIGH,
    kelurahan="kayuringinjaya",
    kecamatan="bekasi_selatan",
    outside=False,
    lat=-6.241,
    lon=106.993,
    error_m=100,
    opened_at=NOON,
    changed_at=NOON + timedelta(hours=2),
    closed_at=None,
    voices=4,
    step=Step.REOPENED,
    reopened=1,
    agencies=("dishub", "dlh", "damkar"),
)
ALL = Asked(None, None)


def test_an_incident_in_words() -> None:
    asked = Asked("dishub", "kayuringinjaya")
    feed = feed_of(asked, [LAMP], CATALOG, "https://lapor.example/feeds")
    assert feed.url == "https://lapor.example/feeds/dishub/kayuringinjaya"
    assert feed.id == "urn:sinergi:feed:bekasi:dishub:kayuringinjaya"
    assert feed.title == "Laporan warga di Kelurahan Kayuringinjaya, Kota Bekasi: Dinas Perhubungan"
    [entry] = feed.entries
    assert entry.title == "Penerangan jalan umum (PJU) di Kelurahan Kayuringinjaya, Kecamatan Bekasi Selatan"
    assert entry.summary == (
        "Penerangan jalan umum (PJU) di Kelurahan Kayuringinjaya, Kecamatan Bekasi Selatan."
        " Dilaporkan 4 warga. Status: dibuka lagi. Sudah 1 kali dibuka lagi."
        " Instansi: Dinas Perhubungan, Dinas Lingkungan Hidup dan Dinas Pemadam Kebakaran dan Penyelamatan."
    )
    assert entry.link == "https://lapor.example/feeds/dishub/kayuringinjaya.html#bekasi:traffic:abc"
    assert entry.opened_at.isoformat() == "2026-11-24T12:00:00+07:00"
    assert feed.updated_at == entry.updated_at


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"kelurahan": None}, "Kecamatan Bekasi Selatan"),
        ({"kelurahan": None, "kecamatan": None}, "Kota Bekasi (lokasi belum pasti)"),
        ({"kelurahan": None, "kecamatan": None, "outside": True}, "luar Kota Bekasi"),
        ({"kelurahan": "lama"}, "Kelurahan lama, Kecamatan Bekasi Selatan"),
    ],
)
def test_a_place_in_names_of_the_catalog(changes: dict[str, object], place: str) -> None:
    [entry] = feed_of(ALL, [replace(LAMP, **changes)], CATALOG, "").entries
    assert entry.title == f"Penerangan jalan umum (PJU) di {place}"


def test_a_feed_says_that_there_are_more() -> None:
    found = [replace(LAMP, id=f"bekasi:traffic:{n}") for n in range(ENTRIES_MAX + 1)]
    whole, more = (feed_of(ALL, found[:number], CATALOG, "") for number in (ENTRIES_MAX, ENTRIES_MAX + 1))
    assert (whole.complete, more.complete) == (True, False)
    assert whole.entries == more.entries
    assert "Ada lebih banyak" in more.subtitle
    assert "Ada lebih banyak" not in whole.subtitle


def test_which_feeds_there_are() -> None:
    assert asked_of(CATALOG, "all", None) == ALL
    assert asked_of(CATALOG, "dishub", "margahayu") == Asked("dishub", "margahayu")
    assert asked_of(CATALOG, "dishubb", None) is None
    assert asked_of(CATALOG, "dishub", "dishub") is None
    assert asked_of(CATALOG, "poc", None) is None
    assert asked_of(CATALOG, "mitra_contoh_jalan", None) is None
    assert {agency.kind for agency in agencies_of(CATALOG)} == {AgencyKind.AGENCY}


def test_there_are_words_for_every_step_and_urgency() -> None:
    assert all(set(words) == set(Step) for words in PUBLIC_STEP.values())
    assert set(URGENCY) == set(Urgency)
