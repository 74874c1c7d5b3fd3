"""Documents to files."""

import json
from collections.abc import Mapping
from pathlib import Path


def as_json(document: object) -> str:
    """JSON as it is kept in files."""
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def write(files: Mapping[str, str], folder: Path) -> list[Path]:
    """Write texts by their names into a folder, which is made; returns their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in files]
