from dataclasses import replace
from datetime import timedelta

import pytest

from schemas.classified import ClassifiedReport
from schemas.dispatch import Dispatch
from schemas.feedback import Feedback
from schemas.incident import Decision, Incident, Link, Routed
from schemas.message import Message
from schemas.rejection import Origin, Rejection, reject
from streams.core.tell import (
    classified_record,
    dispatch_of,
    dispatch_record,
    feedback_of,
    feedback_record,
    place_words,
    rejected_record,
)
from tests.unit.core.catalog import small_catalog
from tests.unit.core.reports import NOON, classified, incident, point

CATALOG = small_catalog()
AIR = Routed("air", "banjir#1", "air selalu", "2026-11-24")
SAR = Routed("sar", "banjir#2", "perlu evakuasi", "2026-11-24")


def grown() -> Incident:
    return replace(
        incident("i", place=point()),
        version=3,
        reports=3,
        voices=2,
        last_reported_at=NOON + timedelta(hours=1),
        photos=("https://a.id/1",),
        routed=(AIR, SAR),
    )


def link(decision: Decision) -> Link:
    return Link("rawa:air:i", decision, True, None, None, "")


def answer(decision: Decision, **about: str) -> Feedback | None:
    return feedback_of(classified("a-1", **about), link(decision), grown(), CATALOG)


def test_a_dispatch_tells_the_incident_as_it_is() -> None:
    told = dispatch_of(grown(), SAR, "joined", ())
    assert (told.id, told.version, told.kind, told.agency) == ("rawa:air:i/3/sar", 3, "joined", "sar")
    assert (told.reports, told.voices, told.photos) == (3, 2, ("https://a.id/1",))
    assert (told.place.lat, told.place.lon, told.place.error_m) == (point().lat, point().lon, 10)
    assert (told.area.kelurahan, told.area.kecamatan, told.area.outside) == ("anggrek", "barat", False)
    assert (told.route.rule, told.route.reason, told.route.day) == (SAR.rule, SAR.reason, SAR.day)
    assert (told.opened_at, told.last_reported_at) == (NOON, NOON + timedelta(hours=1))


def test_a_dispatch_without_a_place_says_so() -> None:
    told = dispatch_of(replace(grown(), place=None), AIR, "opened", ())
    assert (told.place.lat, told.place.lon, told.place.error_m) == (None, None, None)
    assert (told.area.kelurahan, told.area.outside) == (None, False)
    assert told.place.words == "di sana"


def test_a_dispatch_beyond_the_city_says_so() -> None:
    outside = point().model_copy(update={"outside": True, "kelurahan": None, "kecamatan": None})
    assert dispatch_of(replace(grown(), place=outside), AIR, "opened", ()).area.outside


def test_the_citizen_who_opened_hears_to_whom_it_goes() -> None:
    told = answer(Decision.OPENS, reporter="x")
    assert told is not None
    assert (told.id, told.kind, told.report_id, told.reporter) == (
        "sorot/a-1/received",
        "received",
        "a-1",
        "x",
    )
    assert told.message == "diteruskan ke Dinas Air serta Dinas Sar."
    assert (told.incident_id, told.at) == ("rawa:air:i", NOON)


def test_the_citizen_who_joined_hears_of_the_others() -> None:
    told = answer(Decision.JOINS)
    assert told is not None
    assert (told.id, told.kind, told.reporter) == ("sorot/a-1/joined", "joined", None)
    assert told.message == "1 warga lain; di Dinas Air serta Dinas Sar."


def test_a_resend_was_answered_already() -> None:
    assert answer(Decision.RESENDS) is None


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (classified("a"), "lokasi belum diketahui"),
        (classified("a", place_words="  dekat pasar "), "dekat pasar"),
        (classified("a", place=point()), "Anggrek, Kec. Rawa Barat"),
        (classified("a", place=point(), place_words="dekat pasar"), "dekat pasar, Anggrek, Kec. Rawa Barat"),
        (
            classified("a", place=point(kelurahan=None).model_copy(update={"outside": True})),
            "di luar Kota Rawa",
        ),
    ],
)
def test_a_place_in_words(report: ClassifiedReport, words: str) -> None:
    assert place_words(report, CATALOG) == words


def test_an_agency_that_left_the_catalog_is_told_of_by_its_id() -> None:
    without = CATALOG.model_copy(
        update={"agencies": {id: agency for id, agency in CATALOG.agencies.items() if id != "sar"}}
    )
    told = feedback_of(classified("a-1"), link(Decision.OPENS), grown(), without)
    assert told is not None
    assert told.message.endswith("ke Dinas Air serta sar.")


def test_an_area_that_left_the_catalog_is_told_by_its_id() -> None:
    without = CATALOG.model_copy(update={"kelurahan": {}, "kecamatan": {}})
    assert place_words(classified("a", place=point()), without) == "anggrek, Kec. barat"


def cloud_headers(message: Message) -> dict[str, str]:
    headers = {name: value.decode() for name, value in message.headers}
    assert len(headers) == len(message.headers)
    assert headers.pop("content-type") == "application/json"
    assert headers.pop("ce_specversion") == "1.0"
    assert headers.pop("ce_source") == "sinergi"
    return headers


def test_a_dispatch_as_a_record() -> None:
    told = dispatch_of(grown(), SAR, "opened", ())
    message = dispatch_record(told)
    assert (message.topic, message.key) == ("dispatches.sar", b"rawa:air:i")
    assert cloud_headers(message) == {
        "ce_id": "rawa:air:i/3/sar",
        "ce_type": "sinergi.dispatch.opened.v1",
        "ce_subject": "rawa:air:i",
        "ce_time": "2026-11-24T06:00:00+00:00",
    }
    assert Dispatch.model_validate_json(message.value) == told
    assert dispatch_record(told) == message


@pytest.mark.parametrize(("reporter", "key"), [("x", b"x"), (None, b"a-1")])
def test_feedback_as_a_record(reporter: str | None, key: bytes) -> None:
    told = feedback_of(classified("a-1", reporter=reporter), link(Decision.OPENS), grown(), CATALOG)
    assert told is not None
    message = feedback_record("sorot", told)
    assert (message.topic, message.key) == ("feedback.sorot", key)
    assert cloud_headers(message) == {
        "ce_id": "sorot/a-1/received",
        "ce_type": "sinergi.feedback.received.v1",
        "ce_subject": "a-1",
        "ce_time": "2026-11-24T05:00:00+00:00",
    }
    assert Feedback.model_validate_json(message.value) == told


def test_a_classified_report_as_a_record() -> None:
    report = classified("a-1", place=point(), photos=("https://a.id/1",))
    message = classified_record(report)
    assert (message.topic, message.key) == ("reports.classified", b"rawa:air")
    assert cloud_headers(message) == {
        "ce_id": "sorot/a-1",
        "ce_type": "sinergi.report.classified.v1",
        "ce_subject": "sorot/a-1",
        "ce_time": "2026-11-24T05:00:00+00:00",
        "ce_urgency": "normal",
    }
    assert ClassifiedReport.model_validate_json(message.value) == report


def test_a_rejection_as_a_record() -> None:
    refused = reject(
        Origin(topic="reports.sorot", partition=1, offset=2), b"\x00\xff", code="not_json", reason="x"
    )
    message = rejected_record(refused, NOON)
    assert (message.topic, message.key) == ("reports.rejected", b"reports.sorot/1/2")
    assert cloud_headers(message) == {
        "ce_id": "reports.sorot/1/2",
        "ce_type": "sinergi.report.rejected.v1",
        "ce_subject": "reports.sorot",
        "ce_time": "2026-11-24T05:00:00+00:00",
    }
    assert Rejection.model_validate_json(message.value) == refused
