"""Fields as a person reads them."""

from schemas.documents.fields import Row, rows, rules
from tests.unit.schemas.documents.today import schemas_today


def field(contract: str, path: str) -> Row:
    (row,) = (row for row in rows(schemas_today()[contract]) if row.path == path)
    return row


def test_a_field_says_its_type_its_bounds_and_what_it_is() -> None:
    assert field("report", "accuracy_m") == Row(
        "accuracy_m",
        "number or null",
        needed=False,
        bounds=("0 to 1000000",),
        words="radius the device or operator is sure of; else the channel's own error_m counts, which may be "
        "too vague for the report to join an incident",
    )


def test_the_fields_of_lists_and_of_choices_have_a_path() -> None:
    assert field("report", "photos[].url").needed
    assert field("correction", "what<split>.reports").bounds == (
        "1 to 1000 of them",
        "each at most 170 letters",
        r"each matches ^[a-z][a-z0-9_]*:[^\s\x00-\x1f\x7f]",
    )
    assert field("classified", "report.photos[].taken_at").type == "time (RFC 3339) or null"


def test_values_are_named() -> None:
    assert field("reply", "answer").type == "yes, no"
    assert field("event", "why").type == "list of voices, area, urgency, category, agency"
    assert field("dispatch", "step").bounds == ("else dispatched",)


def test_words_of_the_field_come_before_those_of_its_type() -> None:
    assert field("dispatch", "step").words == "where the incident as a whole stands"


def test_rules_across_fields_are_told() -> None:
    assert rules(schemas_today()["report"]) == [
        "a text, a photo, a category or an incident that it supports",
        "lat and lon come together",
    ]
