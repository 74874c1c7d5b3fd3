"""What the page of one incident tells, and to whom."""

import secrets

import pytest

from tests.integration.board.conftest import Desk
from tests.integration.board.incidents import open_incidents
from tests.integration.board.reports import add_reports, record_correction
from tests.integration.board.test_board_access import HTML
from tests.integration.board.test_board_photos import ELSEWHERE, kept, path, proves, shows

pytestmark = pytest.mark.any_broker


async def test_it_tells_evidence_and_who_put_right_what_and_agencies_not_who(desk: Desk) -> None:
    [a] = await open_incidents(desk.pool, secrets.token_hex(4), 0, 0)
    await add_reports(desk.pool, a, ["lubang di jalan", "lubang lagi"])
    account = await desk.account("budi")
    what: dict[str, object] = {"kind": "reclassify", "incident": a, "category": "traffic_jam"}
    await record_correction(desk.pool, "k-1", what, incidents=[a], by=account, why="macet saja")
    async with desk.signed_in("ani") as ani, desk.signed_in("dina", "agency", "dishub") as dina:
        told, untold = [(await one.get(f"/incident/{a}", headers=HTML)).text for one in (ani, dina)]
    for page in (told, untold):
        assert "35 m dari laporan pertama" in page
        assert "<dt>5 jam</dt><dd>-0,8</dd>" in page
        assert "jumlah</dt><dd>+1,4" in page
        assert "ubah kategori" in page
        assert "janji menerima masih berjalan" in page
        assert account not in page
    assert "oleh budi" in told
    assert "macet saja" in told
    assert "budi" not in untold
    assert "macet saja" not in untold
    assert 'data-act="undo"' in told


async def test_it_shows_photos_small_and_says_whose_they_are(desk: Desk) -> None:
    [a] = await open_incidents(desk.pool, secrets.token_hex(4), 0, 0)
    photo, fix = [await kept(desk, seed) for seed in range(2)]
    await shows(desk.pool, a, photo.url, ELSEWHERE)
    await proves(desk.pool, a, fix.url, "applied")
    async with desk.signed_in("ani") as ani:
        page = (await ani.get(f"/incident/{a}", headers=HTML)).text
        for one, whose in ((photo, "Dari warga, foto 1 dari 2"), (fix, "Bukti instansi, foto 2 dari 2")):
            small = path(a, one, "thumbnail").replace(":", "%3A")
            assert f'<img src="{small}"' in page
            assert f'href="{path(a, one).replace(":", "%3A")}" data-photo="{whose}"' in page
            assert (await ani.get(small)).status_code == 200
    assert ELSEWHERE not in page
    assert "Dishub menyatakan selesai" in page or "Dinas Perhubungan menyatakan selesai" in page
