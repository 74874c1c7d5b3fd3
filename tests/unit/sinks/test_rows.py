from schemas.incident import Decision, Link, Recorded
from sinks import rows
from sinks.incident_rows import incident_columns
from tests.unit.core.reports import classified, incident


def test_nothing_to_write_still_has_all_its_columns() -> None:
    """`unnest` needs every array, empty ones too."""
    assert incident_columns([]) == [()] * 27
    assert rows.rejection_columns([]) == [()] * 9


def test_columns_are_as_many_as_their_rows_are_wide() -> None:
    columns = incident_columns([incident("a"), incident("b")])
    assert [len(column) for column in columns] == [2] * 27
    assert list(columns[0]) == ["rawa:air:a", "rawa:air:b"]


def test_a_report_has_a_value_for_each_column_of_each_table() -> None:
    link = Link("rawa:air:a", Decision.OPENS, True, None, None, "pertama")
    recorded = Recorded(classified("a", reporter="x"), link)
    written = {table: dict(zip(columns, row(recorded), strict=True)) for table, columns, row in rows.TABLES}
    assert list(written) == ["reports", "report_originals", "links"]
    assert {row["channel"] for row in written.values()} == {"sorot"}
    assert (written["reports"]["reporter"], written["reports"]["masked_text"]) == ("x", "banjir")
    assert "text" not in written["reports"]
    assert (written["links"]["report_id"], written["links"]["decision"]) == ("a", "opens")
