"""A citizen's main tasks, on a telephone: what became of a report, and what is open around here."""

from playwright.sync_api import Page, expect

from tests.board.conftest import Open
from tests.board.town import Town, new_word
from tests.waiting import wait_until

# The first place at which something is drawn, in pixels from the corner of the map.
_DRAWN = """() => {
  const canvas = document.querySelector("canvas.marks");
  if (!canvas?.width) return null;
  const alpha = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  const ratio = canvas.width / canvas.clientWidth;
  for (let at = 3; at < alpha.length; at += 4) {
    if (alpha[at] === 255) {
      const pixel = (at - 3) / 4;
      return { x: (pixel % canvas.width) / ratio, y: Math.floor(pixel / canvas.width) / ratio };
    }
  }
  return null;
}"""


def touch_a_mark(page: Page) -> None:
    """Where one is drawn."""
    drawn = page.wait_for_function(_DRAWN).json_value()
    page.locator("#map").click(position={"x": drawn["x"], "y": drawn["y"] + 2})


def test_a_citizen_finds_the_status_and_the_map(bekasi: Town, opened: Open) -> None:
    word = new_word()
    bekasi.report(word, f"Lampu jalan {word} padam di depan pasar", -6.2570, 107.0010)
    recorded = "select count(*) from links where report_id = $1"
    wait_until(lambda: bekasi.ask(lambda pool: pool.fetchval(recorded, word)) == 1, "it is recorded")
    with opened("telephone") as one:
        page = one.page
        page.goto(one.url)
        assert one.faults() == []
        assert one.sideways_px() == 0
        page.get_by_label("Nomor laporan").fill(word)
        page.keyboard.press("Enter")
        expect(page.locator(".standing h2")).to_have_text("Penerangan jalan umum (PJU)")
        expect(page.locator(".standing .step")).to_have_text("diteruskan ke instansi")
        assert word not in page.url
        assert one.faults() == []
        assert one.sideways_px() == 0
        page.get_by_role("link", name="English").click()
        expect(page.locator("h1")).to_have_text("Status of a report")
        page.get_by_role("link", name="Map", exact=True).click()
        expect(page.locator("#count")).to_contain_text("open matters")
        page.locator("h1").click()  # Nothing lies over it.
        assert one.sideways_px() == 0
        touch_a_mark(page)
        expect(page.locator("#here li").first).to_be_visible()
        assert one.faults() == []
        page.get_by_role("link", name="Kayuringinjaya").click()
        expect(page.locator("h1")).to_contain_text("Kayuringinjaya")
        assert one.faults() == []
        assert one.sideways_px() == 0
