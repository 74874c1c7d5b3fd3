"""The page of all settings is what the code says."""

from pathlib import Path

from streams.settings.__main__ import page

PAGE = Path(__file__).parents[3] / "deploy" / "SETTINGS.md"


def test_the_page_lies_as_it_is_made() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python -m streams.settings > deploy/SETTINGS.md"
