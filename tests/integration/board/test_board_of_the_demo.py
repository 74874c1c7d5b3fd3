"""Who tries the demo gets into the board, as each role."""

import pytest

from streams.cli.demo_board import open_doors, with_board
from streams.settings import Settings
from streams.stack.crew import serves_board
from tests.integration.board.conftest import Desk

pytestmark = pytest.mark.any_broker


async def test_each_login_that_is_shown_opens_the_board(desk: Desk) -> None:
    doors = await open_doors(desk.pool, "dishub")
    assert doors.logins.keys() == {"operator", "agency", "council", "admin"}
    [where, who] = doors.lines(desk.settings)
    assert where.endswith(desk.url)
    for login in doors.logins.values():
        assert login in who
        async with desk.browser() as browser:
            said = {"login": login, "password": who.rpartition(" ")[2]}
            assert (await browser.post("/sign-in", data=said)).status_code == 303
            assert (await browser.get("/live/incidents")).status_code in (200, 403)


def test_it_takes_another_port_where_its_own_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    for free, port in ((True, Settings().board.port), (False, 0)):
        monkeypatch.setattr("streams.cli.demo_board.is_free", lambda _host, _port, free=free: free)
        settings = with_board(Settings())
        assert settings.board.port == port
        assert serves_board(settings)
