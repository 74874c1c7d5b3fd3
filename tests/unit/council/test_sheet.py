"""CSV that spreadsheets open without running anything."""

import csv
from io import StringIO

from streams.council.definitions import definitions
from streams.council.figures import whole
from streams.council.sheet import answers_csv, definitions_csv
from tests.unit.council.cases import cases
from tests.unit.council.test_council_figures import CATALOG, NOW


def test_a_name_that_begins_as_a_formula_is_harmless_and_what_is_unknown_is_empty() -> None:
    text = answers_csv([whole(cases([], NOW), CATALOG)], {"": "=1+1"})
    head, row = csv.reader(StringIO(text))
    told = dict(zip(head, row, strict=True))
    assert (told["Kelompok"], told["Kasus"], told["Janji jawab ditepati"]) == ("'=1+1", "0", "")
    assert len(head) == len(definitions().answers)


def test_what_columns_mean_is_a_sheet_of_its_own() -> None:
    defined = definitions()
    head, *lines = csv.reader(StringIO(definitions_csv(defined.hearing, defined.assumptions)))
    assert head == ["Kolom", "Arti"]
    assert len(lines) == len(defined.hearing) + len(defined.assumptions)
    assert lines[-1][0] == "Catatan"
