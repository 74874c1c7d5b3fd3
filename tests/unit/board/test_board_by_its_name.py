"""What the board tells who comes by its public name, and how it is reached out of a container."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from streams.board.access.cookies import cookie_for
from streams.board.access.hardened import Hardened
from streams.board.health import _not_by_the_public_name
from streams.http.faults import Fault
from streams.settings import BoardSettings

PUBLIC = BoardSettings(host="0.0.0.0", url="https://papan.bekasikota.go.id")
CONTAINER = BoardSettings(host="0.0.0.0", url="http://localhost:8312")


async def asked(board: BoardSettings, host: str) -> None:
    request = Request(
        {"type": "http", "method": "GET", "path": "/metrics", "headers": [(b"host", host.encode())]}
    )
    here: Any = SimpleNamespace(settings=SimpleNamespace(board=board))
    await _not_by_the_public_name(request, here)


async def test_figures_are_for_who_comes_by_another_name_than_the_public_one() -> None:
    for host in ("papan.bekasikota.go.id", "Papan.BekasiKota.go.id"):
        with pytest.raises(Fault) as refused:
            await asked(PUBLIC, host)
        assert refused.value.status == 404
    for host in ("board:8312", "10.244.1.7:8312", ""):
        await asked(PUBLIC, host)
    await asked(BoardSettings(), "localhost:8312")


def test_a_container_is_reached_by_plain_http_from_its_machine_alone() -> None:
    assert cookie_for(CONTAINER).name == "sinergi"
    assert cookie_for(PUBLIC).name == "__Host-sinergi"
    strict = "Strict-Transport-Security"
    assert [strict in Hardened(None, one)._headers for one in (CONTAINER, PUBLIC)] == [False, True]
    for url in ("http://papan.bekasikota.go.id", "http://localhost.evil.example", "http://127.0.0.1.evil/"):
        with pytest.raises(ValidationError, match="url"):
            BoardSettings(url=url)
