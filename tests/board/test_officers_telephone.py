"""An agency's main task on a telephone: see what is mine, accept it, be there, show that it is done."""

from playwright.sync_api import Page, expect

from tests.board.conftest import Open
from tests.board.town import Town, new_word
from tests.integration.board.incidents import open_incidents
from tests.unit.photos.pictures import encoded, scene
from tests.waiting import wait_until

LAT, LON = -6.2383, 106.9756
PHOTO = encoded(scene(2026, (1_600, 1_200)))
THERE = {"permissions": ["geolocation"], "geolocation": {"latitude": LAT, "longitude": LON}}


def live(page: Page) -> None:
    expect(page.locator("#live")).to_have_attribute("data-state", "live")


def press(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).click()


def test_an_officer_accepts_is_there_and_shows_that_it_is_done(bekasi: Town, opened: Open) -> None:
    with opened("telephone", **THERE) as one:
        page, word = one.page, new_word()
        one.sign_in("dina")
        page.wait_for_url("**/mine")
        live(page)
        bekasi.report(word, f"Lampu lalu lintas mati di perempatan {word}", LAT, LON)
        card = page.locator(f"a.task:has-text('{word}')")
        expect(card).to_be_visible()
        assert (one.sideways_px(), one.faults()) == (0, [])
        card.click()
        page.wait_for_url("**/mine/*")
        assert (one.sideways_px(), one.faults()) == (0, [])
        press(page, "Terima tugas")
        expect(page.locator("#became")).to_contain_text("Tercatat: menerima")
        press(page, "Kami di lokasi")
        expect(page.locator("#became")).to_contain_text("Tercatat: di lokasi")
        photo = {
            "name": "a.jpg",
            "mimeType": "image/jpeg",
            "buffer": PHOTO,
        }
        page.get_by_label("Foto perbaikan").set_input_files(photo)  # type: ignore[arg-type]
        expect(page.locator("[data-told]")).to_contain_text("Lokasi telepon terbaca")
        press(page, "Sudah selesai")
        expect(page.locator("#became")).to_contain_text("Tercatat: menyatakan selesai")
        expect(page.locator("#became")).not_to_contain_text("belum terbukti")
        shown = page.get_by_role("img", name="Foto perbaikan")
        expect(shown).to_be_visible()
        assert shown.evaluate("(image) => image.decode().then(() => image.naturalWidth)") == 320
        assert (one.sideways_px(), one.faults()) == (0, [])
        page.locator("#back").click()
        page.get_by_text("Sudah selesai, menunggu").click()
        expect(page.locator(f"a.task:has-text('{word}')")).to_be_visible()


def test_without_scripts_forms_say_it_too_and_a_refusal_is_told(bekasi: Town, opened: Open) -> None:
    word = new_word()
    bekasi.report(word, f"Lampu lalu lintas mati di {word}", -6.3012, 106.9701)
    with opened("telephone", java_script_enabled=False) as one:
        page = one.page
        one.sign_in("dina")
        expect(page.get_by_role("heading", name="Tugas")).to_be_visible()
        card = page.locator(f"a.task:has-text('{word}')")
        wait_until(lambda: bool(page.reload() and card.count()), "the task is there")
        card.click()
        address = page.url
        stale = page.context.new_page()
        stale.goto(address)
        press(page, "Terima tugas")
        _told(page, "Tercatat: menerima")
        press(stale, "Terima tugas")
        _told(stale, "Tidak diterapkan")
        expect(stale.locator("#became")).to_contain_text("tidak dapat menyusul keadaan sekarang")


def _told(page: Page, words: str) -> None:
    """What became of it, for who must look for it."""

    def told() -> bool:
        if words in (page.locator("#became").text_content() or ""):
            return True
        page.get_by_role("link", name="Lihat hasilnya").click()
        return False

    wait_until(told, words)


def test_what_is_being_written_stays_while_the_incident_changes(bekasi: Town, opened: Open) -> None:
    [id] = bekasi.ask(lambda pool: open_incidents(pool, "writing", 0, 0))
    with opened("telephone") as one:
        page = one.page
        one.sign_in("dina", f"/mine/{id}")
        live(page)
        page.get_by_text("Bukan tugas kami").first.click()
        page.get_by_label("Alasan").first.fill("Ini jalan provinsi")
        bekasi.ask(lambda pool: pool.execute("update incidents set summary = 'Lain' where id = $1", id))
        expect(page.locator("#facts")).to_contain_text("Lain")
        expect(page.get_by_label("Alasan").first).to_have_value("Ini jalan provinsi")
