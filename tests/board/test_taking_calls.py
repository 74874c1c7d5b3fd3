"""The call centre's main task, by keyboard alone: a second citizen tells of what is known already."""

from playwright.sync_api import expect

from tests.board.conftest import Open
from tests.board.town import Town, new_word
from tests.waiting import wait_until

TASK_MS = 30_000
"""The first question waits for what the board makes when the form is first opened."""


def test_a_call_is_understood_as_typed_said_to_be_known_and_saved(bekasi: Town, opened: Open) -> None:
    word = new_word()
    bekasi.report(word, f"Pohon tumbang {word} menutup jalan di GOR Bekasi", -6.2380, 106.9912)

    def incident_of(report: str) -> str | None:
        found: str | None = bekasi.ask(
            lambda pool: pool.fetchval("select incident_id from links where report_id = $1", report)
        )
        return found

    wait_until(lambda: incident_of(word) is not None, "it is recorded")
    with opened() as one:
        one.sign_in("ani", "/call")
        page = one.page
        expect(page.locator("#text")).to_be_focused()
        assert page.locator("#saved").is_hidden()
        page.keyboard.type("ada pohon tumbang nutup jalan")
        expect(page.locator("#category .name")).to_contain_text("Pohon", timeout=TASK_MS)
        page.keyboard.press("Tab")
        page.keyboard.type("dekat GOR Bekasi")
        known = page.locator("#near .incident", has_text=word)
        expect(known).to_be_visible()
        number = known.locator("kbd").text_content()
        page.keyboard.press("Tab")
        page.keyboard.type("0812 3456 7890")
        page.keyboard.press(f"Alt+{number}")
        expect(page.locator("#near .incident[aria-pressed=true]")).to_contain_text(word)
        page.locator("#text").click()  # Nothing lies over it.
        assert one.faults() == []
        page.keyboard.press("Control+Enter")
        expect(page.locator("#number")).to_be_visible()
        expect(page.locator("#text")).to_have_value("")
        expect(page.locator("#text")).to_be_focused()
        id = (page.locator("#whole").text_content() or "").removeprefix("callcenter:")
        assert page.evaluate("[localStorage.length, sessionStorage.length]") == [0, 0]
        assert "3456" not in page.content()
        wait_until(lambda: incident_of(id) == incident_of(word), "it is in the incident that it names")


def test_what_was_typed_outlives_a_save_that_failed(bekasi: Town, opened: Open) -> None:
    with opened() as one:
        one.sign_in("ani", "/call")
        page = one.page
        refused = '{"code": "unavailable", "words": ["Belum tersimpan."]}'
        # The broker is everybody's here; a board without one is tried in tests/integration/board.
        page.route("**/call", lambda route: route.fulfill(status=503, body=refused), times=1)
        page.keyboard.type("lampu jalan mati")
        page.keyboard.press("Control+Enter")
        expect(page.locator("#fault")).to_contain_text("Belum tersimpan. Teks Anda tetap ada.")
        expect(page.locator("#text")).to_have_value("lampu jalan mati")
        one.wrong[:] = [wrong for wrong in one.wrong if "503" not in wrong]
        page.keyboard.press("Control+Enter")
        expect(page.locator("#number")).to_be_visible()
        assert page.locator("#fault").is_hidden()
