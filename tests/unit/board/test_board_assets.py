"""What pages load, and the pages: nothing in them that our policy forbids, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

import streams.board
from streams.board.assets import Assets
from streams.board.names import areas_of, names_of
from tests.unit.core.bekasi import CATALOG

FOLDER = Path(streams.board.__file__).parent
TEMPLATES = sorted((FOLDER / "templates").rglob("*.html"))
SCRIPTS = sorted((FOLDER / "static").rglob("*.js"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_script_style_or_address_of_others_stands_in_a_page(template: Path) -> None:
    text = template.read_text()
    within = r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son\w+=|javascript:|https?://|\|\s*safe"
    assert not re.search(within, text)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_write_no_html_and_load_nothing_from_elsewhere(script: Path) -> None:
    text = script.read_text()
    assert text.startswith("// @ts-check\n")
    assert not re.search(r"innerHTML\s*=|insertAdjacentHTML|document\.write|eval\(|https?://", text)


def test_an_address_changes_with_what_lies_there() -> None:
    assets = Assets(CATALOG)
    assert re.fullmatch(r"/static/[0-9a-f]{12}/board\.css", assets.url("board.css"))
    assert assets.url("board.css") == Assets(CATALOG).url("board.css")
    with pytest.raises(KeyError):
        assets.url("nothing.css")


def test_every_id_of_the_catalog_has_a_name() -> None:
    names = names_of(CATALOG)
    assert names["categories"].keys() == CATALOG.categories.keys()  # type: ignore[attr-defined]
    assert names["kelurahan"].keys() == CATALOG.kelurahan.keys()  # type: ignore[attr-defined]
    [area] = [area for area in areas_of(CATALOG) if area["id"] == "kayuringinjaya"]
    lat, lon = area["rings"][0][0]  # type: ignore[index]
    assert (round(lat), round(lon)) == (-6, 107)
