"""A city of three kelurahan and five categories, so that tests do not hang on the real catalog's content."""

from datetime import date

from schemas.catalog.models import (
    Agency,
    Catalog,
    Category,
    Channel,
    City,
    ClassifyRule,
    Kecamatan,
    Kelurahan,
    Route,
    StormRule,
    Urgency,
)
from schemas.catalog.no_report import NoReport
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
TURNOVER = date(2026, 1, 1)
"""From this day on another agency is responsible for street lights."""


def small_catalog() -> Catalog:
    """The whole of it."""
    return Catalog(
        city=_city(),
        urgency=_urgency(),
        no_report=NoReport(greeting=("halo",), test=("tes",), empty=("pak",)),
        channels={
            "sorot": Channel(id="sorot", name="Sorot", description="aplikasi", error_m=10),
            "callcenter": Channel(id="callcenter", name="Call center", description="telepon", error_m=50),
        },
        agencies={id: _agency(id) for id in ("air", "sar", "lampu_lama", "lampu_baru", "layanan")},
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


def _agency(id: str) -> Agency:
    return Agency(id=id, name=f"Dinas {id.title()}", short=id.upper(), handles="contoh")


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
