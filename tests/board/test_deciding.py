"""What operators decide: answers by one key, two made one, some made their own, and all of it taken back."""

import re
from typing import Any

from playwright.sync_api import Page, expect

from tests.board.conftest import Open
from tests.board.town import Town, new_word
from tests.waiting import wait_until

DONE = "diterapkan"


def kept(bekasi: Town, report: str, column: str = "id") -> Any:
    """Of the incident of a report."""
    statement = (
        f"select i.{column} from incidents i join links l on l.incident_id = i.id where l.report_id = $1"
    )
    return bekasi.ask(lambda pool: pool.fetchval(statement, report))


def recorded(bekasi: Town, report: str) -> str:
    """The incident of a report, once there is one."""
    wait_until(lambda: kept(bekasi, report) is not None, f"{report} is recorded")
    return str(kept(bekasi, report))


def outcomes(page: Page, *words: str) -> None:
    """What is shown of all that was sent."""
    expect(page.locator("#outcomes li span")).to_have_text([re.compile(one) for one in words])


def test_a_question_is_answered_by_one_key_and_the_answer_taken_back(bekasi: Town, opened: Open) -> None:
    one, other = new_word(), new_word()
    bekasi.report(other, f"Lampu jalan padam {other}", -6.3391, 106.9562)
    there = recorded(bekasi, other)
    bekasi.report(one, f"gelap sekali, lampu penerangan jalan mati {one}", -6.3391 + 80 / 111_320, 106.9562)
    asks = recorded(bekasi, one)
    assert kept(bekasi, one, "perhaps") == there
    with opened() as window:
        window.sign_in("ani", f"/questions%3Fof={asks}")
        page = window.page
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        expect(page.locator(".side .said")).to_have_text([re.compile(one), re.compile(other)])
        expect(page.locator(".terms dd").first).to_be_visible()
        expect(page.locator("#pair-map .pin").first).to_be_visible()
        assert window.faults() == []
        assert window.sideways_px() == 0
        page.keyboard.press("y")
        outcomes(page, DONE)
        assert window.faults() == []
        assert kept(bekasi, one) == there
        page.keyboard.press("u")
        outcomes(page, DONE, DONE)
        expect(page.locator(f"#pair[data-one='{asks}']")).to_be_visible()
        assert kept(bekasi, one) == asks
        page.keyboard.press("l")
        page.keyboard.press("n")
        outcomes(page, DONE, DONE, DONE)
        assert kept(bekasi, one, "perhaps") is None
        expect(page.locator("#none")).to_be_visible()


def test_two_are_picked_from_the_list_shown_and_merged(bekasi: Town, opened: Open) -> None:
    word, ids = new_word(), [new_word(), new_word()]
    for id, lat in zip(ids, (-6.2911, -6.3105), strict=True):
        bekasi.report(id, f"Pohon {word} menutup jalan", lat, 106.9832)
    first, second = [recorded(bekasi, id) for id in ids]
    with opened() as window:
        window.sign_in("ani", f"/incidents%3Ffind={word}")
        page = window.page
        expect(page.locator("#count")).to_contain_text("2 dari")
        for key in "jxjx":
            page.keyboard.press(key)
        expect(page.locator(".line.picked")).to_have_count(2)
        assert window.faults() == []
        page.keyboard.press("m")
        page.wait_for_url("**/compare*")
        expect(page.locator(".side .said")).to_have_text([re.compile(word)] * 2)
        assert window.faults() == []
        page.keyboard.press("y")
        page.wait_for_url("**/incident/*")
        expect(page.locator(".facts")).to_contain_text("2 dari 2 warga")
        expect(page.locator(".timeline")).to_contain_text("oleh ani")
        page.keyboard.press("Escape")
        page.wait_for_url(f"**/incidents?find={word}")
        expect(page.locator("#count")).to_contain_text("1 dari")
    assert kept(bekasi, ids[0]) == kept(bekasi, ids[1])
    assert kept(bekasi, ids[0]) in (first, second)


def test_a_report_is_split_off_and_that_is_taken_back(bekasi: Town, opened: Open) -> None:
    ids = [new_word(), new_word()]
    for id in ids:
        bekasi.report(id, f"Pohon tumbang menutup jalan {id}", -6.2711, 107.0102)
        incident = recorded(bekasi, id)
    assert kept(bekasi, ids[0]) == incident
    with opened() as window:
        window.sign_in("ani", f"/incident/{incident}")
        page = window.page
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        page.keyboard.press("?")
        expect(page.get_by_role("heading", name="Papan ketik")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("s")
        assert window.faults() == []
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.type("pohon yang lain")
        page.keyboard.press("Enter")
        outcomes(page, DONE)
        expect(page.locator(".facts")).to_contain_text("1 dari 1 warga")
        expect(page.locator(".timeline")).to_contain_text("pohon yang lain")
        assert kept(bekasi, ids[1]) != incident
        page.keyboard.press("u")
        page.keyboard.press("Enter")
        outcomes(page, DONE, DONE)
        expect(page.locator(".facts")).to_contain_text("2 dari 2 warga")
        assert kept(bekasi, ids[1]) == incident


def test_an_incident_gets_other_agencies_and_another_category_by_keys(bekasi: Town, opened: Open) -> None:
    id = new_word()
    bekasi.report(id, f"Pohon tumbang menutup jalan {id}", -6.1905, 107.0003)
    incident = recorded(bekasi, id)
    with opened("telephone") as window:
        window.sign_in("ani", f"/incident/{incident}")
        page = window.page
        expect(page.locator("#live")).to_have_attribute("data-state", "live")
        page.keyboard.press("r")
        page.keyboard.press("Tab")
        page.keyboard.press("Space")
        page.keyboard.press("Shift+Tab")
        page.keyboard.type("perhubungan")
        expect(page.locator(".choices label:visible")).to_have_text(["Dinas Perhubungan"])
        assert (window.sideways_px(), window.faults()) == (0, [])
        page.get_by_label("Alasan").locator("visible=true").fill("jalan utama")
        page.keyboard.press("Enter")
        asked_for = page.get_by_label("Dinas Perhubungan", exact=True)
        expect(asked_for).to_be_focused()
        assert asked_for.evaluate("(choice) => choice.validationMessage") == "Pilih setidaknya satu."
        page.keyboard.press("Space")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        outcomes(page, DONE)
        expect(page.get_by_role("region", name="Instansi")).to_contain_text("Dinas Perhubungan: diteruskan")
        expect(page.locator(".timeline")).to_contain_text("jalan utama")
        page.keyboard.press("k")
        choice = page.get_by_role("combobox", name="Kategori")
        expect(choice).to_be_focused()
        choice.select_option("park")
        assert (window.sideways_px(), window.faults()) == (0, [])
        page.keyboard.press("Tab")
        page.keyboard.type("di dalam taman")
        page.keyboard.press("Enter")
        outcomes(page, DONE, DONE)
        expect(page.locator("h1")).to_contain_text("Taman, makam")
    assert kept(bekasi, id, "category") == "park"
