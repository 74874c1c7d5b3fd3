"""A city of three kelurahan and five categories, so that tests do not hang on the real catalog's content."""

from collections.abc import Iterator
from datetime import date, time
from functools import cache

from schemas.catalog.fixing import ProofRule, VoteRule
from schemas.catalog.messages import Messages
from schemas.catalog.models import (
    Agency,
    AgencyKind,
    Catalog,
    Category,
    Channel,
    City,
    ClassifyRule,
    Kecamatan,
    Kelurahan,
    Offer,
    Route,
    Urgency,
)
from schemas.catalog.no_report import NoReport
from schemas.catalog.promises import Promise, Promises, Shift, WorkingTime
from schemas.catalog.storms import StormRule
from schemas.catalog.urgency import Denials, Events, UrgencyRules

STORMS = StormRule(
    window_minutes=60,
    reports_a_day=24,
    minimum=4,
    times_normal=3,
    false_a_year=1,
    neighbour_probability=0.05,
    calm_hours=6,
    half_life_weeks=8,
    steps=(2, 5, 10, 20, 50),
)
MESSAGES = Messages.model_validate(
    {
        "limit_a_day": 6,
        "usually": " Biasanya {range}.",
        "told": {
            "received": "diteruskan ke {agencies}.{usually}",
            "joined": "{others} warga lain; {stands}.{usually}",
            "accepted": "{agency} menerima.{usually}",
            "forwarded": "ke {agencies}: {why}",
            "on_site": "{agency} di lokasi {time}",
            "resolved": "{agency} selesai, benar?",
            "unproven": "{agency} selesai, bukti diperiksa, benar?",
            "reopened": "dibuka lagi, ke {agencies}",
            "confirmed": "dipastikan",
            "closed": "ditutup",
            "cannot": "{agency} tidak dapat: {why}",
            "standing": "sekarang {stands}",
        },
        "stands": {
            "dispatched": "di {agencies}",
            "accepted": "diterima {agency}",
            "on_site": "{agency} di lokasi sejak {time}",
            "resolved": "{agency} selesai sejak {time}",
            "unproven": "{agency} selesai sejak {time}, bukti diperiksa",
            "reopened": "dibuka lagi, di {agencies}",
            "confirmed": "dipastikan",
            "closed": "ditutup",
            "cannot": "{agency} tidak dapat",
        },
    }
)
TURNOVER = date(2026, 1, 1)
"""From this day on another agency is responsible for street lights."""


@cache
def small_catalog() -> Catalog:
    """The whole of it, once for all: nothing may change it."""
    return Catalog(
        city=_city(),
        urgency=_urgency(),
        no_report=NoReport(greeting=("halo",), test=("tes",), empty=("pak",)),
        channels={
            "sorot": Channel(id="sorot", name="Sorot", description="aplikasi", error_m=10),
            "callcenter": Channel(id="callcenter", name="Call center", description="telepon", error_m=50),
        },
        messages=MESSAGES,
        agencies={agency.id: agency for agency in _agencies()},
        categories={category.id: category for category in _categories()},
        kecamatan={
            "barat": Kecamatan(id="barat", name="Rawa Barat", code="1"),
            "timur": Kecamatan(id="timur", name="Rawa Timur", code="2", aliases=("Rawtim",)),
        },
        kelurahan={ward.id: ward for ward in _kelurahan()},
    )


def _city() -> City:
    return City(
        id="rawa",
        name="Kota Rawa",
        timezone="Asia/Jakarta",
        families={"air": "Air", "jalan": "Jalan", "layanan": "Layanan", "other": "Lain"},
        classify=ClassifyRule(unsure_below=0.4),
        storms=STORMS,
        working=WorkingTime(
            shifts=(Shift(days=(1, 2, 3, 4, 5), begins=time(8), ends=time(16)),),
            holidays=(date(2026, 12, 25),),
        ),
        promises=Promises(
            low=Promise(accept_h=16, resolve_h=80, operator_after_h=8),
            normal=Promise(accept_h=8, resolve_h=40, operator_after_h=4),
            high=Promise(accept_h=2, resolve_h=16, operator_after_h=2),
            emergency=Promise(accept_h=0.25, resolve_h=6, operator_after_h=0.25, around_the_clock=True),
        ),
        proof=ProofRule(near_m=100),
        votes=VoteRule(quorum=3, reopen_share=0.5, silence_h=72, closes_h=24),
    )


def _urgency() -> UrgencyRules:
    return UrgencyRules(
        people=Events(high=("ada korban",), emergency=("terjebak", "korban jiwa")),
        dangers=Events(high=("masuk rumah",)),
        denials=Denials(
            negation=("tidak", "belum", "bukan"),
            supposition=("takut", "jika", "rawan"),
            ends=("tapi", "dan sudah"),
        ),
    )


def _agencies() -> Iterator[Agency]:
    for id in ("air", "sar", "lampu_lama", "lampu_baru", "layanan"):
        yield _agency(id, AgencyKind.AGENCY)
    yield _agency("pusat", AgencyKind.OPERATOR)
    for id in ("mitra_satu", "mitra_dua"):
        offer = Offer(categories=("banjir", "selokan"), areas=("barat",) if id == "mitra_dua" else ())
        yield _agency(id, AgencyKind.PARTNER, offer)


def _agency(id: str, kind: AgencyKind, *offers: Offer) -> Agency:
    return Agency(
        id=id, name=f"Dinas {id.title()}", short=id.upper(), handles="contoh", kind=kind, offers=offers
    )


def _categories() -> list[Category]:
    always = [Route(agency="air", reason="air selalu")]
    return [
        _category(
            "banjir",
            "air",
            words=("banjir", "air masuk rumah", "genangan"),
            routes=[*always, Route(agency="sar", urgency_min=Urgency.EMERGENCY, reason="perlu evakuasi")],
        ),
        _category("selokan", "air", words=("selokan", "got mampet"), routes=always),
        _category(
            "lampu",
            "jalan",
            words=("lampu jalan", "lampu"),
            routes=[
                Route(agency="lampu_lama", until=TURNOVER, reason="aturan lama"),
                Route(agency="lampu_baru", since=TURNOVER, reason="aturan baru"),
            ],
        ),
        _category(
            "ktp",
            "layanan",
            words=("ktp",),
            routes=[Route(agency="layanan", reason="layanan warga")],
            private=True,
        ),
        _category("other", "other", words=(), routes=[Route(agency="layanan", reason="sisanya")]),
    ]


def _category(
    id: str, family: str, *, words: tuple[str, ...], routes: list[Route], private: bool = False
) -> Category:
    return Category(
        id=id,
        label=id.title(),
        family=family,
        description="contoh",
        urgency=Urgency.NORMAL,
        private=private,
        words=words,
        routes=tuple(routes),
        examples=(),
    )


def _kelurahan() -> list[Kelurahan]:
    return [
        _square("anggrek", "barat", south=-6.21, west=107.00, streets=("Melati", "Raya Utara")),
        _square("bakung", "barat", south=-6.22, west=107.00, streets=("Melati", "Kenanga Indah")),
        _square("cempaka", "timur", south=-6.21, west=107.02, streets=("Melati",)),
    ]


def _square(id: str, kecamatan: str, *, south: float, west: float, streets: tuple[str, ...]) -> Kelurahan:
    """A hundredth of a degree wide: about 1.1 km."""
    north, east = south + 0.01, west + 0.01
    ring = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return Kelurahan(
        id=id,
        name=id.title(),
        kecamatan=kecamatan,
        code="3",
        lat=south + 0.005,
        lon=west + 0.005,
        error_m=800,
        streets=streets,
        border=(ring,),
    )
