"""What `make coverage` makes of what coverage.py has measured."""

import json
from pathlib import Path

import pytest

from tests.strength import branches


@pytest.mark.parametrize(("covered", "fails"), [(95.0, 0), (94.9, 1)])
def test_what_was_not_gone_through_is_named_and_too_much_of_it_fails(
    covered: float,
    fails: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    figures = {"num_branches": 20, "missing_branches": 2, "percent_branches_covered": covered}
    part = {"summary": figures, "missing_branches": [[7, 9], [12, -4]]}
    measured = {"files": {"b.py": part, "a.py": part | {"missing_branches": []}}, "totals": figures}
    path = tmp_path / "coverage.json"
    path.write_text(json.dumps(measured), encoding="utf-8")
    monkeypatch.setattr("sys.argv", ["branches", str(path)])
    assert branches.main() == fails
    _, one, all_ = capsys.readouterr().out.splitlines()
    assert one.split() == ["b.py", "20", "2", f"{covered}%", "7→9", "12→-4"]
    assert all_.split() == ["all", "20", "2", f"{covered}%"]
