"""The examples of the contracts, good and refused, as bytes."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import schemas

_FOLDER = Path(schemas.__file__).parent / "examples"


@cache
def examples(name: str) -> tuple[bytes, ...]:
    """Those of one contract."""
    written: dict[str, Any] = json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    found = [*written["good"], *written.get("refused", ())]
    return tuple(json.dumps(one["message"]).encode() for one in found)
