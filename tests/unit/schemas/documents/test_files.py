"""The documents that are handed out are those of the code."""

from pathlib import Path

import schemas
from schemas.documents.files import documents
from schemas.documents.writing import write

WRITTEN = Path(schemas.__file__).parent / "json"


def test_the_written_documents_are_those_of_the_code() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in WRITTEN.iterdir()}
    of_the_code = documents()
    # By name: pytest would take minutes to compare texts of this length.
    other = {name for name in written | of_the_code if written.get(name) != of_the_code.get(name)}
    assert not other, "run: sinergi schemas --write schemas/json"


def test_texts_are_written_as_they_are(tmp_path: Path) -> None:
    paths = write({"a.json": "é\n", "b.html": "b"}, tmp_path / "new")
    assert [path.read_bytes() for path in paths] == ["é\n".encode(), b"b"]
