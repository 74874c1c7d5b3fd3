"""A batch is looked at exactly as triage will, and nothing personal is shown of it."""

from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rejection import Origin
from schemas.report import Report
from streams.core.normalize import normalize
from streams.replay.batch import HIDDEN, Batch, look, shown
from streams.replay.journal import fingerprint
from streams.replay.mapping import ColumnMapping
from streams.replay.reports import Forming
from streams.replay.rows import Row
from streams.replay.spoilt import NO_VALUE, spoilt

CATEGORIES = {"flood", "tree"}
ZONE = ZoneInfo("Asia/Jakarta")
AT = "2026-11-24 08:30"


def looked(*rows: Row, cells: bool = True, mapping: ColumnMapping | None = None) -> Batch:
    return look(rows, mapping or ColumnMapping(), Forming("a", ZONE, cells=cells), "sorot", CATEGORIES)


def said(line: int, **fields: object) -> Row:
    return Row(line, {"id": str(line), "reported_at": AT, "text": "banjir"} | fields)


def test_right_and_wrong_rows_are_counted() -> None:
    batch = looked(said(2), said(3, lat="200", lon="107"), said(4, place="pasar"), Row(5, None, b"{"))
    assert [one.line for one in batch.right] == [2, 4]
    assert [(one.line, one.code, one.field, one.was) for one in batch.wrong] == [
        (3, "out_of_range", "lat", "200.0"),
        (5, "not_json", "", ""),
    ]
    assert (batch.rows, batch.without_place) == (4, [2])


def test_an_id_that_comes_again_is_a_redelivery_or_wrong() -> None:
    batch = looked(said(2, id="S-1"), said(3, id="S-1"), said(4, id="S-1", text="lain"))
    assert [one.line for one in batch.right] == [2, 3]
    assert batch.repeated == 1
    [wrong] = batch.wrong
    assert (wrong.line, wrong.code, wrong.was) == (4, "id_reused", "S-1")
    assert wrong.reason == "line 2 has the same id and says something else"


def test_a_row_that_cannot_be_mapped_or_read_is_wrong() -> None:
    mapping = ColumnMapping(columns={"isi": "text"})
    batch = looked(said(2, isi="a"), Row(3, {}, fault="has something"), mapping=mapping)
    assert [one.reason for one in batch.wrong] == ["two columns give the field 'text'", "has something"]


@pytest.mark.parametrize(
    ("name", "value", "seen"),
    [
        ("category", "banjir_besar", "banjir_besar"),
        ("category", "Budi Santoso", HIDDEN),
        ("lat", "-6,2383123", "-6,238…"),
        ("lat", 200.0, "200.0"),
        ("lat", "Jl. Mawar 3", HIDDEN),
        ("reported_at", "24/11/2026 08.30", "00/00/0000 00.00"),
        ("reported_at", "1980-02-01T08:30", "0000-00-00T00:00"),
        ("reported_at", "1/2/80", "0/0/00"),
        ("reported_at", "kemarin", HIDDEN),
        ("text", "banjir", HIDDEN),
        ("reporter", "x", HIDDEN),
        ("lat", None, ""),
    ],
)
def test_what_is_shown(name: str, value: object, seen: str) -> None:
    assert shown(name, value) == seen


@pytest.mark.parametrize(
    ("fields", "at", "reason"),
    [
        ({"id": "3.17405E+15"}, "id", "is a number that a spreadsheet shortened"),
        ({"id": "3,17405E+15"}, "id", "is a number that a spreadsheet shortened"),
        ({"id": "9.007199254740992E+15"}, "id", "is a number that a spreadsheet shortened"),
        ({"reporter": "8E+10"}, "reporter", "is a number that a spreadsheet shortened"),
        ({"text": " #REF! "}, "text", "holds #REF!, an error of the spreadsheet"),
        ({"category": "#N/A"}, "category", "holds #N/A, an error of the spreadsheet"),
        ({"place": "Jl. Mawar #VALUE!"}, "place", "holds #VALUE!, an error of the spreadsheet"),
        ({"place": NO_VALUE}, "place", "holds a formula without its value"),
    ],
)
def test_what_a_spreadsheet_made_of_a_cell_is_wrong_and_the_cause_is_named(
    fields: dict[str, object], at: str, reason: str
) -> None:
    batch = looked(said(2, **fields))
    assert batch.right == []
    [wrong] = batch.wrong
    assert (wrong.line, wrong.field, wrong.code, wrong.was) == (2, at, "spreadsheet", "")
    assert wrong.reason.startswith(reason)


@pytest.mark.parametrize(
    "fields",
    [
        *({"id": "3E15"}, {"id": "E+15"}, {"id": "12.3E+15"}, {"id": "1E+15-a"}, {"text": "3.17405E+15"}),
        *({"text": "Aplikasi menulis #REF! terus"}, {"place": "Gang #3"}),
    ],
)
def test_what_only_looks_a_little_like_it_is_taken(fields: dict[str, object]) -> None:
    assert looked(said(2, **fields)).wrong == []


def test_a_word_for_an_error_may_be_said_to_be_nothing() -> None:
    mapping = ColumnMapping(values={"category": {"#N/A": ""}})
    assert looked(said(2, category="#N/A"), mapping=mapping).wrong == []


gaps = st.sampled_from(["", "-", " ", ".", ","])
telephones = st.builds(
    "{0}{5}8{1}{6}{2}{6}{3}".format,
    st.sampled_from(["0", "62", "+62"]),
    *(st.integers(10, 99), st.integers(100, 9_999), st.integers(100, 99_999), st.just(""), gaps, gaps),
)


@given(
    st.sampled_from(sorted(Report.model_fields)),
    telephones | st.integers(10**15, 10**16 - 1).map(str),
)
def test_no_telephone_or_identity_number_is_shown_whatever_column_it_came_from(
    name: str, number: str
) -> None:
    digits = "".join(letter for letter in shown(name, number) if letter.isdigit())
    assert len(digits) < 7


values = st.one_of(
    st.sampled_from(
        [AT, "2026-11-24T08:30:00+07:00", "flood", "banjir", "-6.2", "200", "x" * 50, "\x00", "", " "]
    ),
    st.text(max_size=20),
    st.floats(),
    st.none(),
    st.lists(st.dictionaries(st.sampled_from(["url", "lat"]), st.text(max_size=5))),
)
rows = st.lists(st.dictionaries(st.sampled_from([*sorted(Report.model_fields), "lain"]), values), max_size=8)


@given(rows, st.booleans())
def test_what_is_called_right_is_exactly_what_triage_takes_and_no_spreadsheet_spoilt(
    found: list[dict[str, object]], cells: bool
) -> None:
    mapping = ColumnMapping(kept=("lain",))
    given_rows = [
        Row(line, {"reported_at": AT, "text": "a"} | fields | {"id": f"r{line}"})
        for line, fields in enumerate(found, 2)
    ]
    batch = looked(*given_rows, cells=cells, mapping=mapping)
    forming = Forming("a", ZONE, cells=cells)
    applied = [mapping.applied(row) for row in given_rows]
    sound = [row for row in applied if not any(spoilt(*one) for one in (row.fields or {}).items())]
    taken = [
        record
        for record in (forming.record(row) for row in sound)
        if isinstance(normalize(record.value, Origin(topic="t", partition=0, offset=0), CATEGORIES), Report)
    ]
    assert batch.right == taken
    assert batch.rows == len(given_rows)


@given(rows)
def test_a_file_read_again_has_the_same_records_in_the_same_order(found: list[dict[str, object]]) -> None:
    given_rows = [Row(line, dict(fields)) for line, fields in enumerate([*found, *found], 2)]
    first, second = (looked(*given_rows).right for _ in range(2))
    assert first == second
    assert fingerprint(first) == fingerprint(second)
    if first:
        assert fingerprint(first[1:]) != fingerprint(first)
