"""The documents that are handed out are those of the code."""

from pathlib import Path

import pytest

import schemas
from schemas.documents.files import documents
from schemas.documents.writing import write

WRITTEN = Path(schemas.__file__).parent / "json"
DOCUMENTS = documents()


def test_no_document_is_left_over() -> None:
    assert {path.name for path in WRITTEN.iterdir()} == DOCUMENTS.keys()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_written_document_is_that_of_the_code(name: str) -> None:
    # Not a plain equality: pytest would take minutes to compare texts of this length.
    same = (WRITTEN / name).read_text(encoding="utf-8") == DOCUMENTS[name]
    assert same, "run: sinergi schemas --write schemas/json"


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    paths = write({"a.json": "é\n", "b.html": "b"}, tmp_path / "new")
    assert [path.read_bytes() for path in paths] == ["é\n".encode(), b"b"]
