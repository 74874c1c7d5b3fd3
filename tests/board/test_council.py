"""The council's main task: to find where the city is slow or hears too little, and take the figures along."""

import csv
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.board.chromium import LOOKS
from tests.board.conftest import Open
from tests.board.town import Town
from tests.integration.board.answered import answered
from tests.unit.core.bekasi import CATALOG

DAYS = "from=2026-03-02&to=2026-03-29"
"""Long before what other tests report."""
MARCH = datetime(2026, 3, 2, 9, tzinfo=CATALOG.city.zone)
TAKES_H = {"kranji": 10, "jatiasih": 80, "margahayu": 30}


@pytest.fixture(scope="module")
def march(bekasi: Town) -> Town:
    """Of each of three kelurahan sixty incidents: in Kranji of most nobody tells a second time."""
    for kelurahan, hours in TAKES_H.items():
        again = 20 if kelurahan == "kranji" else 60
        told = {"hours": hours, "cases": 60, "voices": 3, "again": again}
        bekasi.ask(partial(answered, kelurahan=kelurahan, at=MARCH, **told))
    return bekasi


def first(page: Page) -> str | None:
    return page.locator("tbody tr").first.locator("th").text_content()


def test_the_slowest_kelurahan_is_found_and_its_figures_are_taken_along(
    march: Town, opened: Open, tmp_path: Path
) -> None:
    with opened() as one:
        one.sign_in("dewi")
        page = one.page
        page.wait_for_url("**/overview")
        page.get_by_label("Dari", exact=True).fill("2026-03-02")
        page.get_by_label("sampai", exact=True).fill("2026-03-29")
        page.get_by_role("button", name="Tampilkan").click()
        expect(page.get_by_role("img", name="Berapa lama sampai selesai")).to_be_visible()
        page.get_by_role("link", name="menurut kelurahan").click()
        expect(page.locator("tbody tr")).to_have_count(3)
        takes = page.get_by_role("button", name="Selesai: median")
        takes.click()
        expect(page.locator("[aria-sort=descending]")).to_have_text("Selesai: median")
        assert first(page) == "Jatiasih"
        takes.press("Enter")
        assert first(page) == "Kranji"
        with page.expect_download() as loading:
            page.get_by_role("link", name="Unduh CSV").click()
        loading.value.save_as(tmp_path / "taken.csv")
    with (tmp_path / "taken.csv").open(encoding="utf-8", newline="") as file:
        told = {row["Kelompok"]: row["Selesai: median (jam)"] for row in csv.DictReader(file)}
    assert told == {"Jatiasih": "80.0", "Kranji": "10.0", "Margahayu": "30.0"}


def test_the_map_shows_who_reports_seldom_by_more_than_its_colour(march: Town, opened: Open) -> None:
    with opened() as one:
        one.sign_in("dewi", f"/hearing%3F{DAYS.replace('&', '%26')}")
        page = one.page
        expect(page.locator(".area")).to_have_count(len(CATALOG.kelurahan))
        assert first(page) == "Kranji Bekasi Barat"
        row = page.locator("[data-area=kranji]")
        expect(row).to_contain_text("jarang melapor")
        expect(page.locator(".area.says-quiet")).to_have_count(1)
        expect(page.locator(".area.says-too_few")).to_have_count(len(CATALOG.kelurahan) - 3)
        filled = page.locator(".area.says-quiet").evaluate("(area) => getComputedStyle(area).fill")
        assert "#quiet-lines" in filled
        row.click()
        expect(page.locator(".area.chosen.says-quiet")).to_have_count(1)
        assert row.get_attribute("data-times") in (page.locator(".area-name b").all_text_contents())


MEASURED = """() => addEventListener("beforeprint", () => {
    const box = document.getElementById("map").getBoundingClientRect();
    const areas = [...document.querySelectorAll("path.area")].map((area) => area.getBoundingClientRect());
    window.whole = areas.every(({ left, right, top, bottom }) =>
        left >= box.left && right <= box.right && top >= box.top && bottom <= box.bottom);
})"""


def test_on_paper_the_whole_city_is_seen_in_dark_ink(march: Town, opened: Open) -> None:
    with opened(color_scheme="dark") as one:
        one.sign_in("dewi", f"/hearing%3F{DAYS.replace('&', '%26')}")
        page = one.page
        page.get_by_role("button", name="Perbesar").dblclick()
        expect(page.locator("#map")).to_contain_class("named")
        before = page.locator("path.area").first.bounding_box()
        page.evaluate(MEASURED)
        page.pdf(prefer_css_page_size=True)
        assert page.evaluate("window.whole")
        assert page.locator("path.area").first.bounding_box() == before
        page.emulate_media(media="print")
        expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
        # Chromium draws no buttons in a head that it repeats.
        expect(page.get_by_role("button", name="Kesimpulan")).to_have_css("display", "contents")


@pytest.mark.parametrize(("size", "scheme"), LOOKS)
def test_the_councils_pages_fit_and_anybody_can_use_them(
    march: Town, opened: Open, size: str, scheme: str
) -> None:
    with opened(size, color_scheme=scheme) as one:
        one.sign_in("dewi")
        for path in (f"/overview?{DAYS}", f"/figures?by=category&{DAYS}", f"/hearing?{DAYS}"):
            one.page.goto(one.url + path)
            one.page.wait_for_load_state("networkidle")
            assert one.sideways_px() == 0, path
            assert one.faults() == [], path
