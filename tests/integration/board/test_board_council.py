"""The council's pages on a running board; the figures themselves have their own tests."""

import asyncio
import csv
import re
from datetime import datetime
from io import StringIO
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from streams.cli import make_cli
from tests.integration.board.answered import answered
from tests.integration.board.conftest import Desk
from tests.integration.board.test_board_access import HTML
from tests.unit.core.bekasi import CATALOG

pytestmark = pytest.mark.any_broker

MARCH = datetime(2026, 3, 2, 9, tzinfo=CATALOG.city.zone)
DAYS = "from=2026-03-02&to=2026-03-29"
PAGES = ("/overview", "/figures", "/hearing")
SHEETS = ("/figures.csv", "/figures.arti.csv", "/hearing.csv", "/hearing.arti.csv")


async def page(browser: httpx.AsyncClient, path: str) -> str:
    """The words of a page."""
    answer = await browser.get(path, headers=HTML)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text)).replace("( ", "(")


def sheet(answer: httpx.Response) -> list[dict[str, str]]:
    assert answer.status_code == 200
    return [*csv.DictReader(StringIO(answer.text))]


@pytest.mark.parametrize(
    ("role", "agency", "status"),
    [("council", None, 200), ("admin", None, 200), ("operator", None, 403), ("agency", "dishub", 403)],
)
async def test_only_the_council_and_admins_see_figures(
    desk: Desk, role: str, agency: str | None, status: int
) -> None:
    async with desk.signed_in("x", role, agency) as browser:  # type: ignore[arg-type]
        for path in (*PAGES, *SHEETS):
            assert (await browser.get(path, headers=HTML)).status_code == status, path


async def test_a_sheet_is_the_one_that_the_command_writes(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await answered(desk.pool, "kranji", MARCH, hours=10, cases=3, voices=3, again=3)
    await answered(desk.pool, "jatiasih", MARCH, hours=80, cases=2)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SINERGI_POSTGRES_URL", desk.settings.postgres.url)
    days = ("--from", "2026-03-02", "--to", "2026-03-29", "--csv", "told.csv")

    def command(*arguments: str) -> list[bytes]:
        result = CliRunner().invoke(make_cli("council"), ["council", *arguments, *days])
        assert result.exit_code == 0, result.output
        return [Path(name).read_bytes() for name in ("told.csv", "told.arti.csv")]

    async with desk.signed_in("dewi", "council") as dewi:
        for by in ("agency", "category", "kelurahan", "week"):
            answer = await dewi.get(f"/figures.csv?by={by}&{DAYS}")
            assert answer.headers["content-type"] == "text/csv; charset=utf-8"
            assert (
                f'filename="jawaban-{by}-2026-03-02-2026-03-29.csv"' in answer.headers["content-disposition"]
            )
            meaning = await dewi.get("/figures.arti.csv")
            assert [answer.content, meaning.content] == await asyncio.to_thread(command, "--by", by)
        heard = [await dewi.get(path) for path in (f"/hearing.csv?{DAYS}", "/hearing.arti.csv")]
        assert [answer.content for answer in heard] == await asyncio.to_thread(command, "hearing")
        assert len(sheet(heard[0])) == len(CATALOG.kelurahan)
        slowest = max(
            sheet(await dewi.get(f"/figures.csv?by=kelurahan&{DAYS}")),
            key=lambda row: float(row["Selesai: median (jam)"]),
        )
        assert (slowest["Kelompok"], slowest["Selesai: median (jam)"]) == ("Jatiasih", "80.0")


async def test_the_overview_compares_with_as_many_days_before(desk: Desk) -> None:
    await answered(desk.pool, "kranji", MARCH, hours=10, cases=20)
    await answered(
        desk.pool, "jatiasih", datetime(2026, 2, 2, 9, tzinfo=CATALOG.city.zone), hours=80, cases=20
    )
    async with desk.signed_in("dewi", "council") as dewi:
        assert (await dewi.get("/", headers=HTML)).headers["location"] == "/overview"
        said = await page(dewi, f"/overview?{DAYS}")
        assert "Laporan pertama 02-03-2026 sampai 29-03-2026" in said
        assert "dibandingkan dengan 02-02-2026 sampai 01-03-2026" in said
        assert "Selesai: median 10,0 jam ↓ turun, dari 3,3 hari , membaik" in said
        assert "Kasus 20 = tetap, tetap" in said
        drawn = (await dewi.get(f"/overview?{DAYS}", headers=HTML)).text
        assert "Selesai: median: 2 Mar: 10,0 jam; 2 Mar: 10,0 jam." in drawn


async def test_of_a_city_that_nobody_told_of_anything_it_says_so(desk: Desk) -> None:
    async with desk.signed_in("dewi", "council") as dewi:
        for path in ("/overview", "/figures?by=week"):
            assert "Tidak ada laporan dalam rentang waktu ini." in await page(dewi, path)
        assert "belum dapat dikatakan apa pun" in await page(dewi, "/hearing")
        assert sheet(await dewi.get("/figures.csv")) == sheet(await dewi.get("/hearing.csv")) == []


async def test_where_too_few_were_heard_of_no_figure_is_told(desk: Desk) -> None:
    await answered(desk.pool, "kranji", MARCH, hours=10, cases=3, voices=3, again=3)
    await answered(desk.pool, "jatiasih", MARCH, hours=10, cases=3)
    async with desk.signed_in("dewi", "council") as dewi:
        said = await page(dewi, f"/hearing?{DAYS}")
    assert f"data terlalu sedikit ({len(CATALOG.kelurahan)})" in said
    table = said.partition("Dengan suara kedua")[2].partition("Arti angka-angka ini")[0]
    assert "Kranji" in table
    assert " kali " not in table


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("from=2026-13-01", "from: harus tanggal"),
        ("to=2999-01-01", "to: paling awal 2000-01-01"),
        ("from=2026-03-02&to=2026-03-01", "Hari pertama (2026-03-02) sesudah hari terakhir (2026-03-01)."),
        ("from=2001-01-01", "Rentang waktu paling panjang 732 hari."),
        ("weeks=0", "weeks: harus bilangan dari 1 sampai 104"),
    ],
)
async def test_days_that_are_none_are_refused_with_field_and_reason(
    desk: Desk, query: str, words: str
) -> None:
    async with desk.signed_in("dewi", "council") as dewi:
        for path in (*PAGES, "/figures.csv", "/hearing.csv"):
            answer = await dewi.get(f"{path}?{query}", headers=HTML)
            assert answer.status_code == 422, path
            assert words in answer.text, path
        group = await dewi.get("/figures?by=agencies")
        assert (group.status_code, group.json()["code"]) == (422, "no_group")


async def test_postgres_is_asked_once_for_all_who_look_at_the_same_days(desk: Desk) -> None:
    await answered(desk.pool, "kranji", MARCH, hours=10, cases=3)
    async with desk.signed_in("dewi", "council") as dewi, desk.signed_in("adi", "admin") as adi:
        path = f"/figures?by=week&{DAYS}"
        first = await asyncio.gather(*(page(browser, path) for browser in (dewi, adi, dewi)))
        await desk.pool.execute("update incidents set opened_at = opened_at - interval '9 days'")
        assert await page(adi, path) == first[1]
        assert "Tidak ada laporan" in await page(adi, f"/figures?by=category&{DAYS}")
