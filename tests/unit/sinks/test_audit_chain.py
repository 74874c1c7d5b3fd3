"""The chain of the audit log, whatever is done to it."""

from dataclasses import fields, replace

from hypothesis import assume, given
from hypothesis import strategies as st

from sinks.audit_chain import EMPTY, NONE, Head, Row, faults, hash_of

TEXTS = [field.name for field in fields(Row) if field.type == "str" or field.type is str]
words = st.text("a:1é ", max_size=4)


@st.composite
def chains(draw: st.DrawFn) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, draw(st.integers(2, 6)) + 1):
        previous = rows[-1].hash if rows else NONE
        row = Row(number, *[draw(words) for _ in TEXTS], previous_hash=previous, hash=NONE)
        rows.append(replace(row, hash=hash_of(row)))
    return rows


def wrong(rows: list[Row]) -> bool:
    return any(True for _ in faults(rows, EMPTY))


@given(chains())
def test_a_whole_chain_has_no_fault(rows: list[Row]) -> None:
    assert not wrong(rows)


@given(chains(), st.data())
def test_a_changed_field_is_found(rows: list[Row], data: st.DataObject) -> None:
    index, name = data.draw(st.integers(0, len(rows) - 1)), data.draw(st.sampled_from(TEXTS))
    other = data.draw(words)
    assume(other != getattr(rows[index], name))
    assert wrong([*rows[:index], replace(rows[index], **{name: other}), *rows[index + 1 :]])


@given(chains(), st.data())
def test_text_that_moves_from_one_field_to_the_next_is_found(rows: list[Row], data: st.DataObject) -> None:
    row = rows[0]
    moved = replace(row, login=row.login + row.account, account="")
    assume(moved != row)
    assert wrong([moved, *rows[1:]])


@given(chains(), st.data())
def test_removed_doubled_and_moved_rows_are_found(rows: list[Row], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 2))
    assert wrong([*rows[:index], *rows[index + 1 :]])
    assert wrong([*rows[: index + 1], *rows[index:]])
    assert wrong([*rows[:index], rows[index + 1], rows[index], *rows[index + 2 :]])


@given(chains(), st.data())
def test_a_row_hashed_anew_is_found_where_another_follows(rows: list[Row], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(rows) - 2))
    forged = replace(rows[index], what=rows[index].what + "x")
    assert wrong([*rows[:index], replace(forged, hash=hash_of(forged)), *rows[index + 1 :]])


def test_a_head_is_read_as_it_is_written() -> None:
    head = Head(7, hash_of(Row(1, *[""] * len(TEXTS), NONE, NONE)))
    assert Head.read(str(head)) == head
