"""Signing in by a provider that vouches, and everything of it that is not believed."""

import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio

from sinks.board_accounts import Accounts
from streams.board.oidc import speaking
from streams.settings.board import BoardOidcSettings
from tests.integration.board.conftest import PASSWORD, Desk
from tests.integration.board.provider import CLIENT_ID, SECRET, Vouching, new_key, vouching
from tests.integration.board.test_board_access import HTML, csrf_of, sign_in

pytestmark = pytest.mark.any_broker


@pytest_asyncio.fixture
async def provider() -> AsyncIterator[Vouching]:
    async with vouching() as running:
        yield running


@pytest.fixture
def oidc(provider: Vouching) -> BoardOidcSettings:
    """For the fixture `desk`."""
    return BoardOidcSettings(
        issuer=provider.issuer, client_id=CLIENT_ID, client_secret=SECRET, name="SSO kota"
    )


@dataclass(frozen=True, slots=True)
class Found:
    login: str
    role: str
    agency: str | None
    sessions: int


async def found(desk: Desk) -> list[Found]:
    """Accounts that somebody vouches for."""
    rows = await desk.pool.fetch(
        "select login, role, agency, (select count(*) from sessions where account = id) as sessions "
        "from accounts where issuer is not null order by login"
    )
    return [Found(**dict(row)) for row in rows]


async def led(browser: httpx.AsyncClient, next: str = "/") -> str:
    """Where the provider's page lies."""
    answer = await browser.get("/sign-in/oidc", params={"next": next}, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


async def come(
    browser: httpx.AsyncClient, provider: Vouching, *roles: str, next: str = "/", **said: object
) -> httpx.Response:
    back = provider.vouch(await led(browser, next), roles=[*roles], preferred_username="Ani", **said)  # type: ignore[arg-type]
    return await browser.get(back, headers=HTML)


async def test_who_is_vouched_for_is_let_in_with_its_role_and_out_again_there_too(
    desk: Desk, provider: Vouching
) -> None:
    async with desk.browser() as browser:
        page = await browser.get("/sign-in?next=/incidents%3Furgency%3Dhigh", headers=HTML)
        assert 'href="/sign-in/oidc?next=%2Fincidents%3Furgency%3Dhigh"' in page.text.replace(
            "next=/", "next=%2F"
        )
        assert "Masuk dengan SSO kota" in page.text
        answer = await come(
            browser, provider, "offline_access", "agency:dishub", next="/incidents?urgency=high"
        )
        assert answer.headers["location"] == "/incidents?urgency=high"
        assert await found(desk) == [Found("ani", "agency", "dishub", 1)]
        assert (await browser.get("/live/incidents")).status_code == 200
        out = await browser.post("/sign-out", data={"csrf": await csrf_of(browser, "/incidents")})
        assert out.status_code == 200
        assert "form-action 'self';" in out.headers["content-security-policy"]
        assert f"url={provider.issuer}/logout?id_token_hint=" in out.text
        assert (
            f"post_logout_redirect_uri={desk.url.replace(':', '%3A').replace('/', '%2F')}%2Fsign-in"
            in out.text
        )
        assert (await browser.get("/live/incidents")).status_code == 401
    rows = await desk.pool.fetch(
        "select what, named = of[1] as itself from audit where what like any('{account%,sign-in%}')"
    )
    assert [tuple(row) for row in rows] == [("account add", True), ("sign-in add", False)]


async def test_another_role_holds_from_the_next_sign_in_and_ends_what_was_open(
    desk: Desk, provider: Vouching
) -> None:
    async with desk.browser() as first, desk.browser() as second:
        assert (await come(first, provider, "operator")).status_code == 303
        assert (await come(second, provider, "operator")).status_code == 303
        assert (await first.get("/live/incidents")).status_code == 200
        assert (await come(second, provider, "council")).status_code == 303
        assert await found(desk) == [Found("ani", "council", None, 1)]
        assert (await first.get("/live/incidents")).status_code == 401


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ((), "belum diberi peran"),
        (("operator", "admin"), "lebih dari satu peran (admin, operator)"),
        (("agency:nobody",), "instansi yang tidak dikenal"),
    ],
)
async def test_who_has_no_role_reads_whom_to_ask_and_loses_what_was_open(
    desk: Desk, provider: Vouching, roles: tuple[str, ...], said: str
) -> None:
    async with desk.browser() as browser, desk.browser() as other:
        assert (await come(other, provider, *roles, subject="nobody")).status_code == 403
        assert await found(desk) == []
        await come(browser, provider, "operator")
        answer = await come(other, provider, *roles)
        assert answer.status_code == 403
        for words in (
            said,
            "SSO kota",
            "<b>ani</b>",
            "admin papan di Patriot Operation Center",
            f"{provider.issuer}/logout",
        ):
            assert words in answer.text, words
        assert (await browser.get("/live/incidents")).status_code == 401
        assert (await other.get("/live/incidents")).status_code == 401
    assert await desk.pool.fetch(
        "select 1 from audit where what = 'refused sign-in add' and details->>'why' = 'role'"
    )


async def test_a_locked_account_stays_locked_whatever_the_provider_says(
    desk: Desk, provider: Vouching
) -> None:
    async with desk.browser() as browser:
        await come(browser, provider, "operator")
        await Accounts(desk.pool).disable("ani")
        answer = await come(browser, provider, "admin")
        assert answer.status_code == 403
        assert "dikunci" in answer.text
        assert await found(desk) == [Found("ani", "operator", None, 0)]
        await Accounts(desk.pool).enable("ani")
        assert (await come(browser, provider, "admin")).status_code == 303


async def test_nobody_takes_over_an_account_that_has_the_same_name(desk: Desk, provider: Vouching) -> None:
    id = await desk.account("ani", "admin")
    async with desk.browser() as browser, desk.browser() as other:
        await come(browser, provider, "operator", subject="one")
        await come(other, provider, "operator", subject="two")
        assert len({one.login for one in await found(desk)} - {"ani"}) == 2
        assert {one.role for one in await found(desk)} == {"operator"}
    assert await desk.pool.fetchval("select count(*) from sessions where account = $1", id) == 0
    async with desk.browser() as browser:
        assert (await sign_in(browser, "ani", PASSWORD)).status_code == 303


@pytest.mark.parametrize(
    "said",
    [
        {"nonce": "another"}, {"aud": "other"}, {"aud": [CLIENT_ID, "other"], "azp": "other"},
        {"azp": "other"}, {"iss": "http://127.0.0.1:1"}, {"exp": 1}, {"iat": 1}, {"iat": 9_999_999_999},
        {"sub": ""},
    ],
)  # fmt: skip
async def test_what_a_token_says_otherwise_is_refused(
    desk: Desk, provider: Vouching, said: dict[str, object]
) -> None:
    async with desk.browser() as browser:
        back = provider.vouch(await led(browser))
        provider.said = {"sub": "f3", "roles": ["operator"], **said}
        answer = await browser.get(back, headers=HTML)
        assert answer.status_code == 403
        assert "tidak memastikan siapa Anda" in answer.text
        assert await found(desk) == []
        assert "sinergi" not in browser.cookies


async def test_new_keys_are_fetched_and_those_of_others_are_not_believed(
    desk: Desk, provider: Vouching
) -> None:
    async with desk.browser() as browser:
        assert (await come(browser, provider, "operator")).status_code == 303
        provider.keys.append(new_key())
        desk.board.provider._keys._now_s = lambda: time.monotonic() + 60  # type: ignore[union-attr]
        assert (await come(browser, provider, "operator")).status_code == 303
        assert provider.asked.count("/certs") == 2
        provider.signs_with = new_key()
        assert (await come(browser, provider, "operator")).status_code == 403


async def test_an_answer_is_taken_once_and_only_from_the_browser_that_asked(
    desk: Desk, provider: Vouching
) -> None:
    async with desk.browser() as browser, desk.browser() as other:
        back = provider.vouch(await led(browser), roles=["operator"])
        await led(other)
        stolen = await other.get(back, headers=HTML)
        assert (stolen.status_code, "peramban lain" in stolen.text) == (400, True)
        assert (await browser.get(back, headers=HTML)).status_code == 303
        assert (await browser.get(back, headers=HTML)).status_code == 400
        assert (await browser.get("/sign-in/oidc/done", headers=HTML)).status_code == 400
        late = provider.vouch(await led(browser), roles=["operator"])
        await desk.pool.execute("update sign_in_flows set ends_at = now()")
        assert (await browser.get(late, headers=HTML)).status_code == 400


async def test_of_too_many_tries_the_oldest_are_forgotten_and_none_is_refused(
    desk: Desk, provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sinks.board_sign_in_flows.UNDER_WAY_MAX", 2)
    async with desk.browser() as oldest, desk.browser() as older, desk.browser() as newest:
        backs = [(one, provider.vouch(await led(one), roles=["operator"])) for one in (oldest, older, newest)]
        assert await desk.pool.fetchval("select count(*) from sign_in_flows") == 2
        assert [(await one.get(back)).status_code for one, back in backs] == [400, 303, 303]


async def test_who_goes_to_the_provider_too_often_may_still_use_a_password(
    desk: Desk, provider: Vouching
) -> None:
    await desk.account("budi")
    async with desk.browser() as browser:
        for _ in range(300):
            if (await browser.get("/sign-in/oidc/done")).status_code == 429:
                break
        else:
            pytest.fail("it is not limited")
        assert (await sign_in(browser, "budi", PASSWORD)).status_code == 303


async def test_a_code_of_another_way_is_worth_nothing(desk: Desk, provider: Vouching) -> None:
    """Somebody brings the victim's browser a code of their own, with a state that fits."""
    async with desk.browser() as browser, desk.browser() as other:
        theirs = parse_qs(urlsplit(provider.vouch(await led(other), roles=["admin"])).query)["code"][0]
        state = parse_qs(urlsplit(await led(browser)).query)["state"][0]
        for issuer, code in ((provider.issuer, theirs), (provider.issuer, "x")):
            path = f"/sign-in/oidc/done?state={state}&code={code}&iss={issuer}"
            assert (await browser.get(path, headers=HTML)).status_code in (400, 403)
        assert "sinergi" not in browser.cookies


@pytest.mark.parametrize("query", ["&iss=https://evil.example", "", "&error=access_denied&iss={issuer}"])
async def test_an_answer_of_somebody_else_or_a_refusal_is_none(
    desk: Desk, provider: Vouching, query: str
) -> None:
    async with desk.browser() as browser:
        back = provider.vouch(await led(browser), roles=["operator"]).partition("&iss=")[0]
        answer = await browser.get(back + query.format(issuer=provider.issuer), headers=HTML)
        assert answer.status_code == 403
        assert "/token" not in provider.asked


async def test_while_the_provider_is_silent_a_page_says_so_soon_and_passwords_hold(
    desk: Desk, provider: Vouching, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.account("budi")
    async with desk.browser() as browser:
        back = provider.vouch(await led(browser), roles=["operator"])
        provider.silent.set()
        assert speaking.WITHIN_S == 5
        desk.board.provider._speaking._session._timeout = speaking.within(0.2)  # type: ignore[union-attr]
        answer = await browser.get(back, headers=HTML)
        assert answer.status_code == 503
        assert "tidak menjawab" in answer.text
        assert '<a href="/sign-in">' in answer.text
        assert answer.headers["retry-after"] == "5"
        assert (await sign_in(browser, "budi", PASSWORD)).status_code == 303
        assert desk.board.metrics.sign_ins.labels("away")._value.get() == 1


async def test_who_wants_elsewhere_is_led_home(desk: Desk, provider: Vouching) -> None:
    async with desk.browser() as browser:
        answer = await come(browser, provider, "operator", next="//evil.example/")
        assert answer.headers["location"] == "/"
