import json
from typing import Any

import pytest

from schemas.catalog.models import UNKNOWN, Urgency
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin, Rejection
from streams.core.classify.weights import Weights
from streams.core.geo import distance_m
from streams.core.normalize import digest
from streams.core.understand import Knowledge, understand, understand_all
from tests.unit.core.bekasi import CATALOG, trained
from tests.unit.core.catalog import small_catalog

ORIGIN = Origin(topic="reports.sorot", partition=0, offset=9)
SMALL = Knowledge.of(small_catalog(), Weights.none())
BEKASI = Knowledge.of(CATALOG, trained())


def understood(knowledge: Knowledge = SMALL, channel: str = "sorot", **fields: Any) -> ClassifiedReport:
    content = {"id": "a", "reported_at": "2026-11-24T08:30:00+07:00", "text": ""} | fields
    result = understand(json.dumps(content).encode(), channel, ORIGIN, knowledge)
    assert isinstance(result, ClassifiedReport), result
    return result


def test_a_report_goes_through_every_stage() -> None:
    found = understood(
        text="air masuk rumah, hub 081234567890", place="dekat pos 021-88951234", lat=-6.205, lon=107.005
    )
    assert (found.key, found.channel, found.origin) == ("rawa:air", "sorot", ORIGIN)
    assert found.classification.category == "banjir"
    assert found.grade.urgency is Urgency.HIGH
    assert found.masked_text == "air masuk rumah, hub <telepon>"
    assert found.masked_place == "dekat pos <telepon>"
    assert found.report.text.endswith("081234567890")
    assert found.place is not None
    assert found.place.kelurahan == "anggrek"
    assert found.digest == digest(found.report)


def test_coordinates_are_as_good_as_they_say_or_as_their_channel() -> None:
    point = {"text": "banjir", "lat": -6.205, "lon": 107.005}
    for channel, accuracy_m, error_m in (
        ("sorot", None, 10),
        ("callcenter", None, 50),
        ("sorot", 33.5, 33.5),
        ("sorot", 0, 0),
    ):
        place = understood(channel=channel, accuracy_m=accuracy_m, **point).place
        assert place is not None
        assert place.error_m == error_m


def test_without_coordinates_words_of_place_and_text_say_where() -> None:
    place = understood(text="banjir di jl melati", place="rawa timur").place
    assert place is not None
    assert (place.by, place.kelurahan) == ("words", "cempaka")
    assert understood(text="banjir").place is None


def test_coordinates_go_before_words() -> None:
    report = understood(text="banjir di bakung", lat=-6.205, lon=107.005)
    assert report.place is not None
    assert (report.place.by, report.place.kelurahan) == ("coordinates", "anggrek")
    assert report.review == ()


def test_coordinates_that_words_contradict_are_marked_and_too_vague_to_join() -> None:
    report = understood(BEKASI, text="banjir di kelurahan jatiasih", lat=-6.2243, lon=106.9794)
    assert [review.code for review in report.review] == ["place_contradicted"]
    assert report.review[0].reason.startswith("koordinat di Kranji, tetapi teks menyebut Jatiasih (")
    assert report.place is not None
    assert (report.place.by, report.place.kelurahan) == ("words", "jatiasih")
    assert report.place.error_m > 8_000
    assert distance_m(report.place.lat, report.place.lon, -6.2243, 106.9794) <= report.place.error_m


def test_no_report_is_marked_for_an_operator_and_goes_on() -> None:
    (review,) = understood(text="halo pak").review
    assert (review.code, review.reason) == ("no_report", "hanya sapaan")
    for fields in (
        {"text": "halo pak, banjir"},
        {"text": "halo pak", "photos": [{"url": "https://foto/1"}]},
        {"text": "halo pak", "category": "banjir"},
    ):
        assert "no_report" not in {review.code for review in understood(**fields).review}


def test_a_report_of_which_little_is_sure_is_marked_for_an_operator_and_goes_on() -> None:
    assert [review.code for review in understood(text="entah apa ini di depan rumah").review] == ["unsure"]
    assert understood(text="banjir masuk rumah", category="banjir").review == ()


def test_a_refused_record_is_not_looked_at_further() -> None:
    result = understand(b"{", "sorot", ORIGIN, SMALL)
    assert isinstance(result, Rejection)
    assert result.id == "reports.sorot/0/9"


def test_the_same_record_elsewhere_has_the_same_digest() -> None:
    content = json.dumps({"id": "a", "reported_at": "2026-11-24T08:30:00Z", "text": "banjir"}).encode()
    here = understand(content, "sorot", ORIGIN, SMALL)
    there = understand(content, "sorot", Origin(topic="reports.sorot", partition=3, offset=1), SMALL)
    assert isinstance(here, ClassifiedReport)
    assert isinstance(there, ClassifiedReport)
    assert here.digest == there.digest


@pytest.mark.parametrize(
    ("text", "category", "urgency"),
    [
        ("banjir setinggi lutut di jl pemuda, motor mogok", "flood", Urgency.HIGH),
        ("tolong banjir sedada, nenek saya terjebak di lantai atas", "flood", Urgency.EMERGENCY),
        ("lampu jalan mati di depan gang", "street_light", None),
        ("macet total di kalimalang arah jakarta", "traffic_jam", None),
        ("halo admin apa kabar", "other", None),
    ],
)
def test_texts_of_bekasi(text: str, category: str, urgency: Urgency | None) -> None:
    found = understood(BEKASI, text=text)
    assert found.classification.category == category
    assert urgency is None or found.grade.urgency is urgency


def test_places_of_bekasi() -> None:
    square = understood(BEKASI, text="banjir", lat=-6.2349, lon=106.9923).place
    assert square is not None
    assert (square.outside, square.kecamatan) == (False, "bekasi_selatan")
    jakarta = understood(BEKASI, text="banjir", lat=-6.1754, lon=106.8272).place
    assert jakarta is not None
    assert jakarta.outside
    told = understood(BEKASI, text="banjir di kelurahan aren jaya").place
    assert told is not None
    assert (told.kelurahan, told.kecamatan) == ("arenjaya", "bekasi_timur")


def test_a_category_that_is_hardly_believed_makes_nothing_urgent() -> None:
    unsure = understood(text="entah apa ini di depan rumah")
    assert (unsure.grade.urgency, unsure.grade.rule) == ("normal", "biasanya untuk other")


def test_a_place_is_read_from_masked_text_since_its_evidence_is_shown() -> None:
    result = understand(
        json.dumps(
            {"id": "a", "reported_at": "2026-11-24T08:30:00+07:00", "text": "bu Summareconn minta tolong"}
        ).encode(),
        "sorot",
        ORIGIN,
        BEKASI,
    )
    assert isinstance(result, ClassifiedReport)
    assert "ummarec" not in result.model_dump_json(exclude={"report"})


def test_what_supports_an_incident_goes_to_its_key_whatever_it_says() -> None:
    id = "rawa:jalan:abc234"
    silent = understood(supports=id)
    assert (silent.key, silent.classification.category, silent.review) == ("rawa:jalan", UNKNOWN, ())
    assert silent.grade.urgency is Urgency.NORMAL
    other = understood(supports=id, text="air masuk rumah")
    assert (other.key, other.classification.category) == ("rawa:jalan", UNKNOWN)
    assert other.grade.urgency is Urgency.HIGH
    own = understood(supports=id, category="lampu")
    assert (own.key, own.classification.category) == ("rawa:jalan", "lampu")


@pytest.mark.parametrize("id", ["depok:jalan:abc234", "rawa:tidak_ada:abc234"])
def test_what_supports_an_incident_of_nowhere_is_refused(id: str) -> None:
    content = {"id": "a", "reported_at": "2026-11-24T08:30:00+07:00", "text": "banjir", "supports": id}
    result = understand(json.dumps(content).encode(), "sorot", ORIGIN, SMALL)
    assert isinstance(result, Rejection)
    assert (result.code, result.field) == ("unknown_incident", "supports")
    assert id in result.reason


def test_what_stands_beside_a_record_changes_nothing() -> None:
    texts = ("banjir di jl melati", "", "air masuk rumah, hub 081234567890", "lampu mati mati", "banjir")
    values = [
        None,
        *(
            json.dumps({"id": "a", "reported_at": "2026-11-24T08:30:00+07:00", "text": t}).encode()
            for t in texts
        ),
        b"{",
        b'{"id": "b", "reported_at": "2026-11-24T08:30:00Z", "text": "banjir", "supports": "kota:air:abc"}',
        b'{"id": "c", "reported_at": "2026-11-24T08:30:00Z", "text": "macet", "lat": -6.205, "lon": 107.005}',
    ]
    records = [
        (value, Origin(topic="reports.sorot", partition=0, offset=offset))
        for offset, value in enumerate(values)
    ]
    together = understand_all(records, "sorot", SMALL)
    assert together == [understand(value, "sorot", origin, SMALL) for value, origin in records]
    assert [
        found.origin.offset if isinstance(found, ClassifiedReport) else found.offset for found in together
    ] == [*range(len(values))]
    assert understand_all([], "sorot", SMALL) == []
