"""`sinergi whatif` on a running system: what other rules would change, and that nothing does."""

import asyncio
import json
import shutil
from pathlib import Path

import asyncpg
import pytest

import schemas.catalog
from tests.integration.running.terminal import Terminal, said, write

TABLES = ("reports", "report_originals", "links", "incidents", "rejections", "consumed", "outbox")


@pytest.fixture
def wider(tmp_path: Path) -> str:
    """The catalog with trees that are spoken of from farther away."""
    catalog = Path(shutil.copytree(Path(schemas.catalog.__file__).parent, tmp_path / "wider"))
    tree = catalog / "categories" / "tree.toml"
    text = tree.read_text(encoding="utf-8")
    assert "spread_m = 38" in text
    tree.write_text(text.replace("spread_m = 38", "spread_m = 400"), encoding="utf-8")
    return str(catalog)


@pytest.fixture
def apart(terminal: Terminal, tmp_path: Path) -> list[str]:
    """Two reports of a fallen tree, 223 m apart: two incidents by the rules in force."""
    near = {"lat": -6.31, "lon": 106.96, "accuracy_m": 5}
    file = write(tmp_path / "apart.jsonl", said("w1", **near), said("w2", **{**near, "lat": -6.312}))
    terminal.answer("replay", file, "--channel", "sorot")
    return ["sorot:w1", "sorot:w2"]


def rows(terminal: Terminal) -> dict[str, list[tuple[str, str]]]:
    """Every row's identity, and the transaction that wrote it."""

    async def ask() -> dict[str, list[tuple[str, str]]]:
        connection = await asyncpg.connect(terminal.postgres())
        try:
            return {
                table: [
                    (row["ctid"], row["xmin"])
                    for row in await connection.fetch(
                        f"select ctid::text, xmin::text from {table} order by 1"
                    )
                ]
                for table in TABLES
            }
        finally:
            await connection.close()

    return asyncio.run(ask())


def test_a_wider_radius_would_merge_and_nothing_is_written(
    terminal: Terminal, apart: list[str], wider: str
) -> None:
    before = rows(terminal)
    found = terminal.answer("whatif", "--since", "12h", "--catalog", wider)
    assert rows(terminal) == before
    assert found["reports"] == len(before["reports"])
    # What other tests have put right is on neither side.
    assert found["incidents"]["after"] < found["incidents"]["before"] <= len(before["incidents"])
    merged = [[piece["report"] for piece in example["pieces"]] for example in found["merged"]["examples"]]
    assert apart in [sorted(reports) for reports in merged]
    assert (found["split"]["incidents"], found["refused"]) == (0, {"before": 0, "after": 0})
    assert found["reports_per_second"] > 0


def test_the_rules_in_force_would_change_nothing(terminal: Terminal, apart: list[str]) -> None:
    found = terminal.answer("whatif", "--catalog", str(Path(schemas.catalog.__file__).parent))
    assert (found["moved"], found["categories"]["reports"], found["urgency"]["reports"]) == (0, 0, 0)
    assert all(shift["before"] == shift["after"] for shift in found["decisions"].values())


def test_people_are_shown_tables_and_a_span_without_reports_is_pointed_out(
    terminal: Terminal, apart: list[str], wider: str
) -> None:
    told = terminal.run("whatif", "--catalog", wider)
    assert told.returncode == 0, told.stderr
    assert "Beban dinas" in told.stdout
    assert "Menjadi satu, contoh 1" in told.stdout
    nothing = terminal.run("whatif", "--catalog", wider, "--since", "0h", "--json")
    assert json.loads(nothing.stdout)["reports"] == 0
    assert "no report was recorded since" in nothing.stderr


def test_a_moment_that_is_none_is_refused(terminal: Terminal, wider: str) -> None:
    result = terminal.run("whatif", "--catalog", wider, "--since", "kemarin")
    assert (result.returncode, result.stdout) == (2, "")
    assert "--since: 'kemarin' is neither like 30d" in result.stderr
