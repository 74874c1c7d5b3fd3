"""What the board tells who comes by its public name, and how it is reached out of a container."""

from types import SimpleNamespace
from typing import Any

import pytest
from pydantic import ValidationError
from starlette.requests import Request

from streams.board.access.cookies import cookie_for
from streams.board.access.hardened import Hardened
from streams.board.health import _not_from_outside
from streams.http.faults import Fault
from streams.settings.board import BoardSettings

PUBLIC = BoardSettings(host="0.0.0.0", url="https://papan.bekasikota.go.id")
CONTAINER = BoardSettings(host="0.0.0.0", url="http://localhost:8312")


async def asked(board: BoardSettings, host: str, **more: str) -> None:
    headers = [
        (name.replace("_", "-").encode(), value.encode()) for name, value in {"host": host, **more}.items()
    ]
    request = Request({"type": "http", "method": "GET", "path": "/metrics", "headers": headers})
    here: Any = SimpleNamespace(settings=SimpleNamespace(board=board))
    await _not_from_outside(request, here)


async def test_figures_are_for_who_comes_by_another_name_than_the_public_one() -> None:
    public = "papan.bekasikota.go.id"
    for host in (public, "Papan.BekasiKota.go.id", f"{public}.", f"{public}:443", f"{public}.:8312"):
        with pytest.raises(Fault) as refused:
            await asked(PUBLIC, host)
        assert refused.value.status == 404
    for host in ("board:8312", "10.244.1.7:8312", "", "[", "papan"):
        await asked(PUBLIC, host)
    await asked(BoardSettings(), "localhost:8312")


@pytest.mark.parametrize("header", ["x_forwarded_for", "forwarded"])
async def test_figures_are_not_for_who_comes_through_a_proxy(header: str) -> None:
    for board in (PUBLIC, CONTAINER, BoardSettings()):
        with pytest.raises(Fault, match="not_found"):
            await asked(board, "board:8312", **{header: "for=203.0.113.7"})


@pytest.mark.parametrize(
    "proxies", ["*", "127.0.0.1,*", "0.0.0.0/0", "10.0.0.1, ::/0", "0.0.0.0/1,128.0.0.0/1"]
)
def test_not_everybody_is_believed_who_calls(proxies: str) -> None:
    with pytest.raises(ValidationError, match="proxies"):
        BoardSettings(proxies=proxies)


@pytest.mark.parametrize("proxies", ["10.244.0.1/16", "proxy.example"])
def test_what_would_silently_name_no_proxy_is_refused(proxies: str) -> None:
    with pytest.raises(ValidationError, match="proxies"):
        BoardSettings(proxies=proxies)


@pytest.mark.parametrize("proxies", ["", "10.0.0.0/8, fc00::/7", "172.31.250.1,::1"])
def test_proxies_are_addresses_and_networks(proxies: str) -> None:
    assert BoardSettings(proxies=proxies).proxies == proxies


def test_a_container_is_reached_by_plain_http_from_its_machine_alone() -> None:
    assert cookie_for(CONTAINER).name == "sinergi"
    assert cookie_for(PUBLIC).name == "__Host-sinergi"
    strict = "Strict-Transport-Security"
    assert [strict in Hardened(None, one)._headers for one in (CONTAINER, PUBLIC)] == [False, True]
    for url in ("http://papan.bekasikota.go.id", "http://localhost.evil.example", "http://127.0.0.1.evil/"):
        with pytest.raises(ValidationError, match="url"):
            BoardSettings(url=url)
