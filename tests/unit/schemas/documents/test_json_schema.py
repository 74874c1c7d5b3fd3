"""The JSON Schemas that are handed out are those of the code, and say what the code says."""

import json
from datetime import UTC, datetime
from functools import cache
from itertools import product
from pathlib import Path

import jsonschema
import pytest
from pydantic import ValidationError

import schemas
from schemas.catalog.models import Urgency
from schemas.classified import Classification, ClassifiedReport, Grade, Place, Review, Weight
from schemas.contract import Contract
from schemas.correction import Correction, Merge
from schemas.dispatch import Area, Chosen, Dispatch, Where
from schemas.documents.contracts import CONTRACTS
from schemas.documents.json_schema import file_name
from schemas.event import EventDispatch, Member
from schemas.feedback import Feedback
from schemas.progress import Progress, Said
from schemas.rejection import Origin, reject
from schemas.reply import Reply
from schemas.report import Report
from tests.unit.schemas.documents.today import schemas_today

WRITTEN = Path(schemas.__file__).parent / "json"
AT = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
ORIGIN = Origin(topic="reports.sorot", partition=1, offset=7)
LEAST = {"id": "a", "reported_at": "2026-11-24T08:30:00+07:00"}
SAID = LEAST | {"text": "Lampu jalan mati"}
REPORT = Report.model_validate(
    SAID | {"lat": -6.2, "lon": 107.0, "photos": [{"url": "https://foto/1"}], "rt": 4}
)

PROGRESS = {
    "id": "dishub-1",
    "incident_id": "bekasi:road_water:x",
    "version": 2,
    "at": "2026-11-24T08:40:00+07:00",
    "by": "petugas-7",
    "said": "accepted",
}
REPLY = {
    "id": "sms-1",
    "report_id": "a",
    "incident_id": "bekasi:road_water:x",
    "at": "2026-11-24T12:00:00+07:00",
    "answer": "yes",
}

CORRECTION = Correction(
    id="k-1",
    at=AT,
    by="ani",
    why="lampu yang sama",
    what=Merge(incident="bekasi:road_water:x", into="bekasi:road_water:y"),
    seen={"bekasi:road_water:x": 0},
)

OUTGOING = {
    "classified": ClassifiedReport(
        city="bekasi",
        channel="sorot",
        origin=ORIGIN,
        report=REPORT,
        digest="00",
        masked_text="Lampu jalan mati",
        masked_place="",
        classification=Classification(
            category="street_light",
            family="road_water",
            confidence=0.8,
            evidence=(Weight(word="lampu", weight=1),),
        ),
        place=Place(lat=-6.2, lon=107.0, error_m=10, by="coordinates", evidence="koordinat"),
        grade=Grade(urgency=Urgency.NORMAL, rule="biasanya"),
        review=(Review(code="no_report", reason="hanya sapaan"),),
    ).to_json(),
    "dispatch": Dispatch(
        id="bekasi:road_water:x/1/dbmsda",
        incident_id="bekasi:road_water:x",
        version=1,
        kind="opened",
        agency="dbmsda",
        category="street_light",
        urgency=Urgency.NORMAL,
        place=Where(words="lokasi belum diketahui"),
        area=Area(),
        reports=1,
        voices=1,
        summary="Lampu jalan mati",
        opened_at=AT,
        last_reported_at=AT,
        route=Chosen(rule="street_light#1", reason="PJU", day="2026-11-24"),
    ).to_json(),
    "event": EventDispatch(
        id="bekasi:road_water:event-x/1/bpbd",
        event_id="bekasi:road_water:event-x",
        version=1,
        kind="grew",
        why=("voices", "area"),
        at=AT,
        agency="bpbd",
        category="flood",
        urgency=Urgency.HIGH,
        kelurahan=("jatiasih",),
        kecamatan=("jatiasih",),
        since=AT,
        noticed_at=AT,
        incidents=5,
        voices=6,
        observed=5,
        expected=0.1,
        members=(Member(incident_id="bekasi:road_water:x", place="Jatiasih", voices=2),),
        more=4,
        message="Banjir jauh di atas biasanya.",
    ).to_json(),
    "feedback": Feedback(
        id="sorot/a/received", report_id="a", incident_id="i", kind="received", message="Kami terima.", at=AT
    ).to_json(),
    "correction": CORRECTION.to_json(),
    "progress": Progress.model_validate(PROGRESS).to_json(),
    "reply": Reply.model_validate(REPLY).to_json(),
    "rejection": reject(ORIGIN, b"\xff\x00{", code="not_utf8", reason="byte 0").to_json(),
    "report": REPORT.to_json(),
}


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schemas_today()[name])


@pytest.mark.parametrize("name", sorted(CONTRACTS))
def test_a_schema_is_one(name: str) -> None:
    schema = json.loads((WRITTEN / file_name(name)).read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"


@pytest.mark.parametrize("name", sorted(OUTGOING))
def test_what_is_sent_is_valid(name: str) -> None:
    message = json.loads(OUTGOING[name])
    validator(name).validate(message)


@pytest.mark.parametrize("name", sorted({*OUTGOING} - {"report"}))
def test_a_message_without_its_required_fields_is_not(name: str) -> None:
    assert not validator(name).is_valid({})


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": ""},
        {"text": " \n"},
        {"text": "x"},
        {"category": "flood"},
        {"category": ""},
        {"category": None, "text": "x"},
        {"supports": "bekasi:road_water:abc234"},
        {"supports": None},
        {"supports": "banjir di depan"},
        {"photos": []},
        {"photos": [{"url": "https://foto/1"}]},
        {"photos": [{"sha256": "00"}]},
        {"text": "x", "lat": -6.2},
        {"text": "x", "lon": 107.0},
        {"text": "x", "lat": None, "lon": None},
        {"text": "x", "lat": None, "lon": 107.0},
        {"text": "x", "lat": -6.2, "lon": 107.0},
        {"text": "x", "lat": 200, "lon": 107.0},
        {"text": "x", "lat": "-6.2", "lon": "107.0"},
        {"text": "x", "accuracy_m": -1},
        {"text": "x" * 10_001},
        {"text": "x", "reporter": ""},
        {"text": "x", "extra": {"kept": [1]}},
        {"text": "x", "id": ""},
        {"text": "x", "id": " a"},
        {"text": "x", "id": "a" * 129},
        {"text": "x", "id": "a b"},
        {"text": "x", "reported_at": None},
        {"text": 7},
    ],
)
def test_the_schema_of_a_report_and_the_code_agree(fields: dict[str, object]) -> None:
    report = LEAST | fields
    assert_agree("report", Report, report)


@pytest.mark.parametrize("said", [*Said, "resolve"])
def test_the_schema_of_a_progress_and_the_code_agree_on_what_needs_what(said: str) -> None:
    for why, agency, photos in product(
        [{}, {"why": ""}, {"why": " \n"}, {"why": "bukan wewenang kami"}],
        [{}, {"agency": None}, {"agency": "dbmsda"}],
        [{}, {"photos": []}, {"photos": [{"url": "https://foto/1"}]}],
    ):
        assert_agree("progress", Progress, PROGRESS | {"said": said} | why | agency | photos)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "a b"},
        {"id": ""},
        {"id": "a" * 129},
        {"incident_id": "bekasi:x"},
        {"version": 0},
        {"version": 2**31},
        {"version": "1"},
        {"by": ""},
        {"at": None},
        {"said": None},
        {"why": "x" * 1_001},
        {"said": "refused", "why": "salah", "agency": "a" * 41},
        {"said": "resolved", "photos": [{"url": "https://foto/1"}] * 11},
        {"said": "resolved", "photos": [{"sha256": "00"}]},
        {"later": "a field of a later version"},
    ],
)
def test_the_schema_of_a_progress_and_the_code_agree(fields: dict[str, object]) -> None:
    assert_agree("progress", Progress, PROGRESS | fields)


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"answer": "no"},
        {"answer": "YA"},
        {"answer": True},
        {"id": "a/b"},
        {"report_id": ""},
        {"report_id": "a" * 129},
        {"incident_id": "x"},
        {"at": 7},
    ],
)
def test_the_schema_of_a_reply_and_the_code_agree(fields: dict[str, object]) -> None:
    assert_agree("reply", Reply, REPLY | fields)


def assert_agree(name: str, model: type[Contract], message: dict[str, object]) -> None:
    """Both take it, or neither does."""
    try:
        model.model_validate_json(json.dumps(message), strict=True)
        valid = True
    except ValidationError:
        valid = False
    assert validator(name).is_valid(message) is valid, message


def test_an_event_cannot_be_taken_for_a_dispatch() -> None:
    """A consumer that reads every record of its topic as a dispatch refuses it, and the other way round."""
    for name, other in (("event", "dispatch"), ("dispatch", "event")):
        assert not validator(other).is_valid(json.loads(OUTGOING[name]))
