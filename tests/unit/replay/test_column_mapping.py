"""Columns -> fields: what a channel says of its files, and nothing else."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from streams.replay.mapping import FIELDS, ColumnMapping, faults_of, not_taken, not_there
from streams.replay.rows import Row


def applied(fields: Mapping[str, object], **said: object) -> dict[str, object]:
    row = ColumnMapping.model_validate(said).applied(Row(2, dict(fields)))
    assert row.fault is None
    assert row.fields is not None
    return row.fields


def test_columns_become_fields_and_others_are_left_out() -> None:
    fields = {"No Tiket": "7", "text": "banjir", "Telepon": "0812", "Tinggi": "40"}
    assert applied(fields, columns={"No Tiket": "id"}, kept=["Tinggi"]) == {
        "id": "7",
        "text": "banjir",
        "Tinggi": "40",
    }


def test_several_columns_give_one_field() -> None:
    joined = {"joined": {"reported_at": ["Tanggal", "Jam"], "place": ["Jalan", "RW"]}}
    assert applied({"Tanggal": "2026-11-24", "Jam": "08:30:00", "RW": " 3 "}, **joined) == {
        "reported_at": "2026-11-24 08:30:00",
        "place": "3",
    }


@pytest.mark.parametrize(
    "said",
    [
        {"columns": {"isi": "text", "catatan": "text"}},
        {"columns": {"isi": "text"}, "joined": {"text": ["catatan"]}},
    ],
)
def test_a_row_in_which_two_columns_give_one_field_has_a_fault(said: dict[str, object]) -> None:
    mapping = ColumnMapping.model_validate(said)
    assert mapping.applied(Row(2, {"isi": "a", "catatan": "b"})).fault == "two columns give the field 'text'"
    assert mapping.applied(Row(3, {"isi": "a"})).fields == {"text": "a"}


def test_constants_stand_where_a_row_gives_nothing() -> None:
    constants = {"category": "flood", "accuracy_m": 50}
    assert applied({"category": "tree"}, constants=constants) == {"category": "tree", "accuracy_m": 50.0}


def test_words_are_translated_whatever_their_case_and_nothing_is_a_translation_too() -> None:
    said = {
        "values": {"category": {"Banjir / Genangan": "flood", "-": ""}},
        "constants": {"category": "other"},
    }
    found = [
        applied({"category": word}, **said)["category"]
        for word in ("banjir  /genangan", "BANJIR / genangan", "-")
    ]
    assert found == ["banjir  /genangan", "flood", "other"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("24/11/2026 08.30", "2026-11-24T08:30:00"),
        (" 24/11/2026 08.30 ", "2026-11-24T08:30:00"),
        ("2026-11-24T08:30:00+07:00", "2026-11-24T08:30:00+07:00"),
        ("31/02/2026 08.30", "31/02/2026 08.30"),
    ],
)
def test_times_are_read_as_they_are_said_to_be_written(written: str, read: str) -> None:
    assert applied({"reported_at": written}, date_format="%d/%m/%Y %H.%M") == {"reported_at": read}


def test_a_decimal_comma_is_one_where_it_is_said_to_be() -> None:
    fields = {"lat": "-6,2383", "text": "a, b"}
    assert applied(fields, decimal=",") == {"lat": "-6.2383", "text": "a, b"}
    assert applied(fields) == fields


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"date_format": "%d/%m"}, "must say year, month and day"),
        ({"date_format": "%Q"}, "is no format"),
        (
            {"values": {"category": {"a b": "x", "A  B": "y"}}},
            "category: two words differ only in case or spaces",
        ),
        ({"colums": {}}, "Extra inputs"),
        ({"decimal": ";"}, "decimal"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused(said: dict[str, object], why: str) -> None:
    with pytest.raises(ValidationError, match=why):
        ColumnMapping.model_validate(said)


def test_what_is_no_field_or_category_is_named_where_it_stands() -> None:
    mapping = ColumnMapping(
        columns={"Isi": "txt"},
        joined={"plce": ("a",)},
        constants={"category": "flod"},
        values={"category": {"Pohon": "tre", "-": ""}},
    )
    assert list(faults_of(mapping, {"flood", "tree"})) == [
        (("columns", "Isi"), "'txt' is no field of a report; did you mean 'text'?"),
        (("joined", "plce"), "'plce' is no field of a report; did you mean 'place'?"),
        (("constants", "category"), "unknown category 'flod'; did you mean 'flood'?"),
        (("values", "category", "Pohon"), "unknown category 'tre'; did you mean 'tree'?"),
    ]


def test_columns_are_compared_with_those_of_the_file() -> None:
    mapping = ColumnMapping(columns={"Isi": "text"}, joined={"place": ("RT", "RW")}, kept=("Tinggi",))
    columns = {"Isi", "RT", "id", "Telepon"}
    assert list(not_there(mapping, columns)) == [(("joined", "place"), "RW"), (("kept",), "Tinggi")]
    assert not_taken(mapping, columns) == ["Telepon"]


names = st.sampled_from([*sorted(FIELDS), "Isi", "Telepon", "Tinggi"])


@given(st.dictionaries(names, st.text() | st.integers() | st.none() | st.lists(st.text())))
def test_only_what_is_named_is_taken_and_a_plain_row_stays_as_it_is(fields: dict[str, object]) -> None:
    raw = b"{}"
    row = ColumnMapping(kept=("Tinggi",)).applied(Row(1, fields, raw))
    taken = {name: value for name, value in fields.items() if name in FIELDS | {"Tinggi"}}
    assert row.fields == taken
    assert row.raw == (raw if taken == fields else None)
