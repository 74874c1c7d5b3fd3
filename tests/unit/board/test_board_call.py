"""The call centre's form: what is read of it, what it becomes, and what is told while somebody types."""

from datetime import UTC, datetime, timedelta

import pytest

from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from sinks.nearby import Spotted
from streams.board.call.draft import Draft, Opened, draft_in, opened_in
from streams.board.call.record import report_of, so_far
from streams.board.call.suggesting import WITHIN_MAX_M, question_of, told
from streams.core.kinds import kinds_of
from streams.core.understand import Knowledge, understand
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.nearby.ranking import Near
from tests.unit.core.bekasi import CATALOG, trained
from tests.unit.core.reports import incident, point

NOW = datetime(2026, 11, 28, 5, 0, tzinfo=UTC)
SECRET = b"s" * 32
KEY = f"{int(NOW.timestamp()):x}-{'a' * 32}"
KINDS = kinds_of(CATALOG)


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(CATALOG, trained())


def form(**fields: str) -> Form:
    return Form({name: (value,) for name, value in fields.items()})


def draft(**fields: str) -> Draft:
    return draft_in(form(**fields), CATALOG)


def understood(knowledge: Knowledge, **fields: str) -> ClassifiedReport:
    value = so_far(draft(**fields), NOW).to_json()
    found = understand(value, "callcenter", Origin(topic="t", partition=0, offset=0), knowledge)
    assert isinstance(found, ClassifiedReport)
    return found


def test_a_form_is_read_whole_and_all_that_is_wrong_is_told() -> None:
    read = draft(text="banjir", place="dekat pasar", lat="-6.2", long="107", category="flood", phone="0812")
    assert read == Draft("banjir", "dekat pasar", -6.2, 107, "flood", None, "0812")
    assert draft().says_nothing
    with pytest.raises(Fault) as wrong:
        draft(category="naga", supports="bekasi", lat="95")
    assert [wrong.value.code, *(one.code for one in wrong.value.also)] == [
        "out_of_range",
        "not_listed",
        "not_found",
        "missing",
    ]


def test_a_form_tells_when_it_was_begun_however_often_it_is_sent() -> None:
    opened = opened_in(form(form=KEY, after_s="90"), NOW + timedelta(hours=1))
    assert opened == Opened(KEY, NOW + timedelta(seconds=90))
    for fields, now in (
        ({"form": "x"}, NOW),
        ({"form": KEY, "after_s": "-1"}, NOW),
        ({"form": KEY, "after_s": "600"}, NOW),
        ({"form": KEY}, NOW + timedelta(days=40)),
        ({"form": f"{'f' * 9}-{'a' * 32}"}, NOW),
    ):
        with pytest.raises(Fault, match="no_form_key"):
            opened_in(form(**fields), now)


def test_the_same_form_is_the_same_report_and_another_content_another() -> None:
    opened = Opened(KEY, NOW)
    one = draft(text="banjir", phone="0812-3456 789")
    first, again = report_of(one, opened, "u-1", SECRET), report_of(one, opened, "u-1", SECRET)
    assert first.to_json() == again.to_json()
    others = [
        report_of(draft(text="banjir lagi", phone="0812-3456 789"), opened, "u-1", SECRET),
        report_of(one, Opened(f"{KEY[:-1]}b", NOW), "u-1", SECRET),
        report_of(one, opened, "u-1", b"t" * 32),
    ]
    assert len({first.id, *(other.id for other in others)}) == 4
    assert first.reporter
    assert first.reporter.startswith("h-")
    assert b"3456" not in first.to_json()
    assert first.model_extra == {"taken_by": "u-1"}


@pytest.mark.parametrize(
    ("fields", "code"), [({"place": "pasar"}, "missing"), ({"text": "a", "phone": "-"}, "no_phone")]
)
def test_what_says_nothing_is_not_saved(fields: dict[str, str], code: str) -> None:
    with pytest.raises(Fault, match=code):
        report_of(draft(**fields), Opened(KEY, NOW), "u-1", SECRET)


def test_what_was_typed_is_told_with_its_reasons(knowledge: Knowledge) -> None:
    found = understood(knowledge, text="banjir selutut di depan Pasar Kecapi")
    said = told(found, [], CATALOG, KINDS)
    assert said["category"]["name"] == "Banjir & genangan"  # type: ignore[index]
    assert "banjir" in {one["word"] for one in said["category"]["words"]}  # type: ignore[index]
    assert "Pasar Kecapi" in said["place"]["evidence"]  # type: ignore[index]
    assert said["urgency"]["id"] == "high"  # type: ignore[index]
    asked = question_of(found, CATALOG, KINDS)
    assert asked
    assert asked.keys == ["bekasi:road_water"]
    assert asked.within_m == min(KINDS["flood"].spread_m * 5 + 1_000, WITHIN_MAX_M)


def test_where_nothing_is_sure_all_families_are_looked_at_and_without_a_place_none(
    knowledge: Knowledge,
) -> None:
    assert question_of(understood(knowledge, text="banjir"), CATALOG, KINDS) is None
    unsure = question_of(
        understood(knowledge, text="tolong pak", lat="-6.2383", long="106.9756"), CATALOG, KINDS
    )
    assert unsure
    assert len(unsure.keys) == len(CATALOG.city.families)


def test_an_incident_of_the_same_category_within_reach_is_likely(knowledge: Knowledge) -> None:
    found = understood(knowledge, text="banjir selutut", lat="-6.2383", long="106.9756")
    known = incident("a", place=point())

    def likely(category: str, distance_m: float) -> bool:
        near = Near(Spotted(known.id, category, -6.2383, 106.9756, NOW), distance_m)
        [row] = told(found, [(near, known)], CATALOG, KINDS)["near"]  # type: ignore[misc]
        assert isinstance(row, dict)
        return bool(row["likely"])

    reach_m = KINDS["flood"].spread_m + 200
    assert likely("flood", reach_m)
    assert not likely("flood", reach_m + 1)
    assert not likely("road_damage", 0)
