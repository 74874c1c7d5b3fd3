"""What the board believes of a browser, and what it lets it do."""

import re
from pathlib import Path
from string import Formatter

import pytest
from starlette.datastructures import Headers

import streams.board
import streams.http
from schemas.toml_source import Mistakes
from streams.board.access.cookies import cookie_for
from streams.board.access.hardened import policy
from streams.board.access.origin import SameOrigin
from streams.board.access.passwords import Passwords, hash_of_password
from streams.board.access.sign_in import within
from streams.board.access.visitor import Visitor
from streams.board.words import WORDS
from streams.settings.board import BoardSettings

HTTPS = BoardSettings(host="0.0.0.0", url="https://papan.bekasikota.go.id")
HERE = BoardSettings()


def ours(settings: BoardSettings, method: str, path: str = "/", **headers: str) -> bool:
    async def nothing(*_: object) -> None: ...

    named = Headers({name.replace("_", "-"): value for name, value in headers.items()})
    return SameOrigin(nothing, settings)._is_ours({"method": method, "path": path, "headers": named.raw})


@pytest.mark.parametrize("settings", [HERE, HTTPS], ids=["http", "https"])
def test_what_changes_something_comes_from_a_page_of_ours(settings: BoardSettings) -> None:
    host = "localhost:8312" if settings is HERE else "papan.bekasikota.go.id"
    origin = settings.url or f"http://{host}"
    assert ours(settings, "POST", host=host, origin=origin)
    for other in ("", "null", "https://papan.bekasikota.go.id.evil.example", "http://localhost:9", "file://"):
        assert not ours(settings, "POST", host=host, origin=other), other
        assert ours(settings, "GET", host=host, origin=other)


def test_without_https_only_this_machine_is_answered() -> None:
    for host in ("127.0.0.1:8312", "localhost:8312", "[::1]:8312"):
        assert ours(HERE, "GET", host=host)
    for host in ("evil.example:8312", "192.0.2.1", "", "localhost.evil.example"):
        assert not ours(HERE, "GET", host=host), host


@pytest.mark.parametrize("path", ["/sign-in", "/sign-in/oidc", "/sign-in/oidc/done", "/invitation/x"])
def test_tries_are_no_part_of_somebody_elses_page(path: str) -> None:
    def asked(path: str, site: str, dest: str) -> bool:
        host = "papan.bekasikota.go.id"
        return ours(HTTPS, "GET", path, host=host, sec_fetch_site=site, sec_fetch_dest=dest)

    for dest in ("image", "empty", "iframe", ""):
        assert not asked(path, "cross-site", dest), dest
        assert asked(path, "same-origin", dest), dest
        assert asked("/agency/dishub", "cross-site", dest), dest
    assert asked(path, "cross-site", "document")
    assert ours(HTTPS, "GET", path, host="papan.bekasikota.go.id")


def test_where_others_could_come_by_plain_http_it_does_not_start() -> None:
    with pytest.raises(Mistakes, match="SINERGI_BOARD_URL"):
        cookie_for(BoardSettings(host="0.0.0.0"))
    assert (cookie_for(HTTPS).name, cookie_for(HTTPS).secure) == ("__Host-sinergi", True)
    assert (cookie_for(HERE).name, cookie_for(HERE).secure) == ("sinergi", False)


def test_no_script_and_no_style_stands_within_a_page_and_nothing_comes_from_elsewhere() -> None:
    assert "unsafe" not in policy(HERE)
    assert "http" not in policy(HERE)
    tiles = BoardSettings(tiles="https://{s}.tile.example/{z}/{x}/{y}.png")
    assert "img-src 'self' data: https://*.tile.example;" in policy(tiles)


def test_after_signing_in_one_stays_here() -> None:
    for path in ("/", "/incidents?urgency=high", "/incident/bekasi:traffic:1"):
        assert within(path) == path
    for path in (
        "",
        "//evil.example",
        "/\\evil.example",
        "https://evil.example",
        "/\nx",
        "evil",
        "/" + "x" * 2_000,
    ):
        assert within(path) == "/", path


def test_what_a_change_must_bring_is_of_the_session_and_does_not_tell_its_token() -> None:
    one, other = (Visitor("akun-1", "ani", "operator", None, token) for token in ("a" * 43, "b" * 43))
    assert one.csrf != other.csrf
    assert one.token not in one.csrf
    assert one.token not in repr(one)


async def test_a_password_fits_its_own_hash_alone() -> None:
    passwords, hash = Passwords(), hash_of_password("kuda tetap biru")
    assert hash.startswith("$argon2id$")
    assert await passwords.fits("kuda tetap biru", hash)
    assert not await passwords.fits("kuda tetap ungu", hash)
    assert not await passwords.fits("kuda tetap biru", None)
    assert not await passwords.fits("kuda tetap biru", "no hash")


@pytest.mark.parametrize("password", ["short", "x" * 257, " with spaces around ", "two\nlines of it"])
def test_a_password_that_is_none_is_refused(password: str) -> None:
    with pytest.raises(ValueError, match="must"):
        hash_of_password(password)


def test_every_refusal_has_words_in_both_languages() -> None:
    folders = [Path(package.__file__).parent for package in (streams.board, streams.http)]
    source = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.py"))
    used = set(re.findall(r'(?:Fault|later)\(\s*\d+, "(\w+)"', source))
    assert {"no_session", "no_csrf", "unavailable"} <= used <= WORDS.keys()
    for code, words in WORDS.items():
        names = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in words.values()]
        assert code in ("http", "invalid") or names[0] == names[1], code
