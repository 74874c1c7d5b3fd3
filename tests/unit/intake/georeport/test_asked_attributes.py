"""What the forms of the real catalog ask is read as it is meant."""

import json

import pytest

from schemas.catalog.attributes import Attribute, Datatype
from schemas.catalog.models import Urgency
from schemas.classified import ClassifiedReport
from schemas.rejection import Origin
from streams.core.understand import Knowledge, understand
from tests.unit.core.bekasi import CATALOG, trained

ASKED = [
    (category.id, attribute, value.name)
    for category in CATALOG.categories.values()
    for attribute in category.attributes
    for value in attribute.values
]


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return Knowledge.of(CATALOG, trained())


def understood(knowledge: Knowledge, category: str, text: str) -> ClassifiedReport:
    record = {"id": "x", "reported_at": "2026-11-24T08:30:00+07:00", "text": text, "category": category}
    origin = Origin(topic="reports.sorot", partition=0, offset=0)
    found = understand(json.dumps(record).encode(), "sorot", origin, knowledge)
    assert isinstance(found, ClassifiedReport)
    return found


@pytest.mark.parametrize(("category", "attribute", "value"), ASKED)
def test_no_answer_leads_away_from_what_was_picked(
    knowledge: Knowledge, category: str, attribute: Attribute, value: str
) -> None:
    found = understood(knowledge, category, f"{attribute.description}: {value}.")
    assert found.classification.category == category


def test_answers_say_how_urgent_it_is(knowledge: Knowledge) -> None:
    assert understood(knowledge, "flood", "Ketinggian air: semata kaki.").grade.urgency is Urgency.NORMAL
    assert understood(knowledge, "flood", "Ketinggian air: selutut.").grade.urgency is Urgency.HIGH
    assert understood(knowledge, "flood", "Ketinggian air: sepinggang.").grade.urgency is Urgency.EMERGENCY


def test_some_category_asks_by_each_kind() -> None:
    kinds = {one.datatype for category in CATALOG.categories.values() for one in category.attributes}
    assert kinds == set(Datatype)
