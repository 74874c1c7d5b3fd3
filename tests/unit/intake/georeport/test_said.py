"""Forms as reports: whatever a form holds, triage takes what we accept."""

from contextlib import suppress
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.catalog.attributes import Attribute, Datatype, Value
from schemas.rejection import Origin
from schemas.report import Photo, Report
from streams.core.normalize import normalize
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.intake.georeport.answered import sentences_of
from streams.intake.georeport.records import record_of
from streams.intake.georeport.said import moment_of, said_in
from tests.unit.core.bekasi import CATALOG

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=ZoneInfo("Asia/Jakarta"))
ASKED = (
    Attribute(code="jenis", description="Jenis", datatype=Datatype.SINGLE, required=True, values=(
        Value(key="a", name="kertas"), Value(key="b", name="kaca"),
    )),
    Attribute(code="sifat", description="Sifat", datatype=Datatype.MULTI, values=(
        Value(key="a", name="bau"), Value(key="b", name="basah"),
    )),
    Attribute(code="berat", description="Berat (kg)", datatype=Datatype.NUMBER),
    Attribute(code="sejak", description="Sejak", datatype=Datatype.DATETIME),
    Attribute(code="nomor", description="Nomor", datatype=Datatype.STRING),
    Attribute(code="cerita", description="Cerita", datatype=Datatype.TEXT),
)  # fmt: skip
CATEGORY = CATALOG.categories["tree"].model_copy(update={"attributes": ASKED})


def form(**fields: str | tuple[str, ...]) -> Form:
    return Form({name: (value,) if isinstance(value, str) else value for name, value in fields.items()})


def answers(**given_answers: str | tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Sentences, and the codes of faults with their fields."""
    named = {f"attribute[{name}]": value for name, value in given_answers.items()}
    sentences, faults = sentences_of(form(**named), CATEGORY)
    return sentences, [f"{fault.code} {fault.filled['field']}" for fault in faults]


def test_each_kind_of_answer_becomes_a_sentence() -> None:
    given_answers = {
        "cerita": "satu\ndua.",
        "jenis": "b",
        "sifat][": ("b", "a", "b"),
        "berat": "1234.50",
        "sejak": "2026-11-24T19:00:00+07:00",
        "nomor": "PJU-1",
    }
    assert answers(**given_answers) == (
        [
            "Jenis: kaca.",
            "Sifat: basah, bau.",
            "Berat (kg): 1234,5.",
            "Sejak: 24-11-2026 19.00.",
            "Nomor: PJU-1.",
            "Cerita: satu\ndua.",
        ],
        [],
    )


@pytest.mark.parametrize(
    ("wrong", "fault"),
    [
        ({"jenis": ()}, "missing attribute[jenis]"),
        ({"jenis": "x"}, "not_listed attribute[jenis]"),
        ({"jenis": ("a", "b")}, "twice attribute[jenis]"),
        ({"sifat": ("a", "x")}, "not_listed attribute[sifat]"),
        ({"berat": "berat"}, "no_number attribute[berat]"),
        ({"berat": "inf"}, "no_number attribute[berat]"),
        ({"berat": "1_0"}, "no_number attribute[berat]"),
        ({"berat": "١٢"}, "no_number attribute[berat]"),
        ({"sejak": "kemarin"}, "no_time attribute[sejak]"),
        ({"nomor": "a\nb"}, "one_line attribute[nomor]"),
        ({"nomor": "x" * 251}, "too_long attribute[nomor]"),
        ({"cerita": "x" * 2_001}, "too_long attribute[cerita]"),
        ({"warna": "biru"}, "not_asked attribute[warna]"),
    ],
)
def test_answers_that_are_none(wrong: dict[str, str], fault: str) -> None:
    assert answers(**{"jenis": "a", **wrong})[1] == [fault]


def test_a_plus_that_was_not_encoded_is_understood() -> None:
    assert moment_of("at", "2026-11-24T08:30:00 07:00") == NOW
    assert moment_of("at", "2026-11-24T01:30:00Z") == NOW


FIELDS = (
    *("lat", "long", "accuracy_m", "description", "address_string", "address_id", "media_url"),
    *("requested_datetime", "account_id", "device_id", "email", "phone", "attribute[ukuran_cm]"),
)
VALUES = st.one_of(
    st.text(min_size=1, max_size=30).filter(lambda text: bool(text.strip()) and "\x00" not in text),
    st.floats().map(str),
    st.sampled_from(["-6.2", "107", "https://foto/1.jpg", "2026-11-24T08:00:00+07:00", "kayuringinjaya"]),
)


@given(st.dictionaries(st.sampled_from(FIELDS), st.lists(VALUES, min_size=1, max_size=2).map(tuple)))
def test_what_is_accepted_is_taken_by_triage(fields: dict[str, tuple[str, ...]]) -> None:
    with suppress(Fault):
        said = said_in(Form({"service_code": ("road_damage",), **fields}), CATALOG, NOW)
        value = record_of(
            said,
            channel="sorot",
            id="7k3m-q0zx-91hd",
            at=said.at or NOW,
            reporter=said.speaker.account,
            photos=[Photo(url=url) for url in said.media],
            categories=CATALOG.categories,
        )
        origin = Origin(topic="reports.sorot", partition=0, offset=0)
        assert isinstance(normalize(value, origin, CATALOG.categories), Report)


def test_what_triage_would_refuse_is_told_by_the_names_of_the_form() -> None:
    said = said_in(form(service_code="tree", lat="-6.2", long="107.0", account_id="a"), CATALOG, NOW)
    for reporter, photos, field, code in (
        ("x" * 129, [], "account_id", "contract_too_long"),
        (None, [Photo.model_construct(url="")], "media_url.0.url", "contract_invalid"),
    ):
        with pytest.raises(Fault) as refused:
            record_of(
                said,
                channel="sorot",
                id="x",
                at=NOW,
                reporter=reporter,
                photos=photos,
                categories=CATALOG.categories,
            )
        assert (refused.value.filled["field"], refused.value.code) == (field, code)
