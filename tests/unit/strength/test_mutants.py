"""What `make mutation` makes of what mutmut leaves behind."""

import json
from pathlib import Path

import pytest

from tests.strength import mutants

GOOD = [1] * 17 + [0] * 3


def left(folder: Path, name: str, exits: list[int | None]) -> None:
    file = folder / mutants.CORE / f"{name}.meta"
    file.parent.mkdir(parents=True, exist_ok=True)
    codes = {f"{name}_{number}": code for number, code in enumerate(exits)}
    file.write_text(json.dumps({"exit_code_by_key": codes}), encoding="utf-8")


def run(folder: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setattr("sys.argv", ["mutants", str(folder)])
    return mutants.main()


def test_by_module_then_by_group(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    left(tmp_path, "fold.py", GOOD)
    left(tmp_path, "dedupe/cells.py", [*GOOD, 1])
    left(tmp_path, "dedupe/grid.py", GOOD)
    left(tmp_path, "dedupe/__init__.py", [])
    left(tmp_path, "life/acts.py", [*[1] * 40, 0, 33, -24, None, 2, -11])
    assert run(tmp_path, monkeypatch) == 0
    lines = capsys.readouterr().out.splitlines()
    rows = {line.split()[0]: line.split()[1:] for line in lines if "%" in line}
    assert rows["fold.py"] == rows["fold"] == ["20", "17", "3", "0", "0", "0", "0", "85.0%"]
    assert rows["dedupe"] == ["41", "35", "6", "0", "0", "0", "0", "85.4%"]
    assert rows["life"] == ["46", "40", "1", "1", "1", "2", "1", "87.0%"]
    assert [*rows] == [
        "dedupe/cells.py",
        "dedupe/grid.py",
        "fold.py",
        "life/acts.py",
        "fold",
        "dedupe",
        "life",
    ]
    assert "fold.py_17" in lines
    assert "fold.py_0" not in lines


@pytest.mark.parametrize("weak", ["fold.py", "dedupe/grid.py", "life/acts.py"])
@pytest.mark.parametrize("exits", [[1] * 16 + [0] * 4, [1] * 16 + [-24] * 4, [None] * 20, []])
def test_no_group_makes_up_for_another(
    weak: str, exits: list[int | None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("fold.py", "dedupe/grid.py", "life/acts.py"):
        left(tmp_path, name, exits if name == weak else [1] * 99)
    assert run(tmp_path, monkeypatch) == 1
