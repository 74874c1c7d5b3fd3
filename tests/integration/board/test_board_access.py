"""Who gets in, what each may see, and everything that is refused."""

import re

import httpx
import pytest

from sinks.board_accounts import Accounts
from streams.board.access.sign_in import within
from tests.integration.board.conftest import PASSWORD, Desk
from tests.integration.board.incidents import open_incidents
from tests.waiting import until

pytestmark = pytest.mark.any_broker

HTML = {"Accept": "text/html"}
PUBLIC = {"/", "/status", "/map", "/map/incidents", "/kelurahan/x", "/agency/x", "/agency/x/incidents"}
"""For everybody. To ask where a report stands (a POST to `/status`) changes nothing."""
UNSIGNED = {"/sign-in", "/invitation/x", "/sign-in/oidc", "/sign-in/oidc/done", *PUBLIC}
"""For who is not signed in, or not yet."""


async def sign_in(browser: httpx.AsyncClient, login: str, password: str = PASSWORD) -> httpx.Response:
    return await browser.post("/sign-in", data={"login": login, "password": password}, headers=HTML)


async def csrf_of(browser: httpx.AsyncClient, page: str) -> str:
    """What the pages of the browser's session bring with each change."""
    shown = await browser.get(page, headers=HTML)
    found = re.search(r'name="csrf" content="(\w+)"', shown.text)
    assert found
    return found[1]


async def audited(desk: Desk, what: str) -> list[list[str]]:
    """Of whom the audit log notes it."""
    return [row["of"] for row in await desk.pool.fetch("select of from audit where what = $1", what)]


async def test_nobody_is_let_in_without_an_account_and_all_are_told_the_same(desk: Desk) -> None:
    id = await desk.account("ani")
    closed = await desk.account("budi")
    await Accounts(desk.pool).disable("budi")
    async with desk.browser() as browser:
        wrong = [
            await sign_in(browser, *tried)
            for tried in (("ani", "kuda tetap ungu"), ("nobody", PASSWORD), ("budi", PASSWORD), ("ani", ""))
        ]
        assert {answer.status_code for answer in wrong} == {403}
        assert len({answer.text for answer in wrong}) == 1
        assert "tidak cocok" in wrong[0].text
        assert not browser.cookies
        assert (await sign_in(browser, " ANI ")).status_code == 303
    await until(lambda: _is(audited(desk, "refused sign-in add"), 3), "refusals are noted")
    assert sorted(await audited(desk, "refused sign-in add")) == sorted([[id], [id], [closed]])
    assert await audited(desk, "sign-in add") == [[id]]
    assert await audited(desk, "account change") == [[closed]]


async def _is(found: object, length: int) -> bool:
    return len(await found) == length  # type: ignore[misc,arg-type]


async def test_a_page_leads_to_where_one_signs_in_and_back(desk: Desk) -> None:
    await desk.account("ani")
    async with desk.browser() as browser:
        led = await browser.get("/incidents?urgency=high", headers=HTML)
        assert led.headers["location"] == "/sign-in?next=%2Fincidents%3Furgency%3Dhigh"
        fields = {"login": "ani", "password": PASSWORD, "next": "/incidents?urgency=high"}
        back = await browser.post("/sign-in", data=fields)
        assert back.headers["location"] == within(fields["next"]) == fields["next"]
        cookie = back.headers["set-cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert (await browser.get("/live/incidents")).status_code == 200
    async with desk.browser() as browser:
        refused = await browser.get("/live/incidents")
        assert (refused.status_code, refused.json()["code"]) == (401, "no_session")


async def test_a_session_ends_when_it_is_left_when_its_time_is_over_and_with_its_account(desk: Desk) -> None:
    async def opens(browser: httpx.AsyncClient) -> bool:
        return (await browser.get("/live/incidents")).status_code == 200

    async with desk.signed_in("ani") as ani, desk.signed_in("budi") as budi, desk.signed_in("citra") as citra:
        assert await opens(ani)
        token = ani.cookies["sinergi"]
        assert (
            await ani.post("/sign-out", data={"csrf": await csrf_of(ani, "/incidents")})
        ).status_code == 303
        ani.cookies.set("sinergi", token)
        assert not await opens(ani)
        await desk.pool.execute("update sessions set seen_at = now() - interval '9 hours'")
        assert not await opens(budi)
        await desk.pool.execute("update sessions set seen_at = now()")
        assert await opens(budi)
        await Accounts(desk.pool).set_password("budi", "x")
        assert not await opens(budi)
        await desk.pool.execute("update sessions set ends_at = now()")
        assert not await opens(citra)
        hashes = await desk.pool.fetch("select hash from sessions")
        assert not any(token.encode() in row["hash"] for row in hashes)


FIRST = {"operator": "/incidents", "agency": "/mine", "council": "/overview", "admin": "/accounts"}


@pytest.mark.parametrize(
    ("role", "agency", "status"),
    [("operator", None, 200), ("agency", "dishub", 200), ("council", None, 403), ("admin", None, 403)],
)
async def test_only_some_roles_see_incidents(desk: Desk, role: str, agency: str | None, status: int) -> None:
    async with desk.signed_in("x", role, agency) as browser:  # type: ignore[arg-type]
        for path in ("/incidents", "/live/incidents"):
            assert (await browser.get(path, headers=HTML)).status_code == status, path
        first = await browser.get("/", headers=HTML)
        assert first.headers.get("location") == FIRST[role]


async def test_an_agency_sees_its_own_incidents_and_those_that_it_had(desk: Desk) -> None:
    own, other, had = await open_incidents(desk.pool, "a", 0, 2)
    await desk.pool.execute("update incidents set released = '[\"dishub\"]' where id = $1", had)
    async with desk.signed_in("dina", "agency", "dishub") as dina, desk.signed_in("ani") as ani:
        for id, status in ((own, 200), (had, 200), (other, 404), ("bekasi:traffic:none", 404)):
            assert (await dina.get(f"/incident/{id}", headers=HTML)).status_code == status, id
        page = await ani.get(f"/incident/{other}", headers=HTML)
        assert "Jalan rusak nomor 1" in page.text
        assert "diteruskan" in page.text

        async def seen() -> bool:
            rows = (await dina.get("/live/incidents")).json()["rows"]
            return {row["id"] for row in rows} == {own, had}

        await until(seen, "it sees both")


def operations(desk: Desk) -> list[tuple[str, str]]:
    """Method and path of all that the application answers, also what somebody adds later."""
    paths = desk.app.openapi()["paths"]
    return [
        (method.upper(), re.sub(r"\{.*?\}", "x", path)) for path, found in paths.items() for method in found
    ]


async def test_every_change_needs_our_origin_and_the_token_of_the_session(desk: Desk) -> None:
    changing = [(method, path) for method, path in operations(desk) if method != "GET"]
    assert ("POST", "/sign-out") in changing
    async with (
        desk.signed_in("ani") as ani,
        desk.signed_in("adi", "admin") as adi,
        desk.signed_in("dina", "agency", "dishub") as dina,
    ):
        for method, path in changing:
            evil = {"Origin": "https://evil.example"}
            foreign = await ani.request(method, path, headers=evil, data={"a": "b"})
            assert (foreign.status_code, foreign.json()["code"]) == (403, "other_origin"), path
            if path not in UNSIGNED:
                tries = [await one.request(method, path, data={"csrf": "no"}) for one in (ani, adi, dina)]
                codes = {answer.json()["code"] for answer in tries}
                assert "no_csrf" in codes, path
                assert codes <= {"no_csrf", "not_allowed"}, path


async def test_every_page_but_these_needs_a_session(desk: Desk) -> None:
    pages = {path for method, path in operations(desk) if method == "GET"}
    assert pages >= PUBLIC
    assert {"/accounts", "/incidents", "/incident/x", "/live/incidents", "/live/changes"} <= pages
    async with desk.browser() as browser:
        for path in pages - UNSIGNED:
            assert (await browser.get(path)).status_code == 401, path


async def test_where_nobody_vouches_no_page_leads_there(desk: Desk) -> None:
    async with desk.browser() as browser:
        assert "/sign-in/oidc" not in (await browser.get("/sign-in", headers=HTML)).text
        for path in ("/sign-in/oidc", "/sign-in/oidc/done?state=x&code=y"):
            assert (await browser.get(path)).status_code == 404, path


async def test_an_address_without_tries_uses_up_none_of_a_login(desk: Desk) -> None:
    logins, addresses = desk.board.tries.login, desk.board.tries.address
    logins._per_minute, addresses._per_minute = 3, 2
    logins._now_s = addresses._now_s = lambda: 0.0
    await desk.account("ani")
    async with desk.browser() as browser:
        tried = [(await sign_in(browser, "ani", "x")).status_code for _ in range(5)]
        assert tried == [403, 403, 429, 429, 429]
        addresses.forget("127.0.0.1")
        assert (await sign_in(browser, "ani")).status_code == 303


async def test_who_opens_too_many_invitations_may_still_sign_in(desk: Desk) -> None:
    await desk.account("ani")
    async with desk.browser() as browser:
        image = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Dest": "image"}
        assert (await browser.get("/invitation/x", headers=image)).json()["code"] == "other_origin"
        for _ in range(300):
            if (await browser.get("/invitation/x")).status_code == 429:
                break
        else:
            pytest.fail("it is not limited")
        assert (await sign_in(browser, "ani")).status_code == 303


async def test_who_tries_too_often_waits_whatever_password_is_right(desk: Desk) -> None:
    limits = desk.board.tries.login
    limits._per_minute, limits._now_s = 2, lambda: 0.0
    await desk.account("ani")
    async with desk.browser() as browser:
        answers = [await sign_in(browser, "nobody", "x") for _ in range(3)]
        assert [answer.status_code for answer in answers] == [403, 403, 429]
        assert int(answers[-1].headers["retry-after"]) == 30
        assert (await sign_in(browser, "ani")).status_code == 303
    assert desk.board.metrics.sign_ins.labels("limited")._value.get() == 1


async def test_what_browsers_must_not_do_is_said_with_every_answer(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        for path in ("/incidents", "/sign-in", "/nothing", "/live/incidents", "/healthz/live"):
            answer = await ani.get(path, headers=HTML)
            policy = answer.headers["content-security-policy"]
            assert policy.startswith("default-src 'none'; script-src 'self'")
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store", path
        page = (await ani.get("/incidents", headers=HTML)).text
        [style, *_] = re.findall(r'href="(/static/\w+/board\.css)"', page)
        kept = await ani.get(style)
        assert "immutable" in kept.headers["cache-control"]
        assert kept.headers["content-encoding"] == "gzip"


async def test_a_form_that_is_none_and_a_page_that_is_none_are_refused_in_words(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani:
        answer = await ani.post("/sign-in", content=b"\xff", headers={"Content-Type": "text/plain"})
        assert (answer.status_code, answer.json()["code"]) == (415, "media_type")
        missing = await ani.get("/nothing", headers=HTML)
        assert missing.status_code == 404
        assert "Tidak ditemukan: /nothing" in missing.text
        assert (await ani.delete("/sign-in", headers={"Origin": desk.url})).json()["code"] == "no_method"
        for nothing in ("/incident/%00", "/questions?of=%00", "/corrections/%00"):
            assert (await ani.get(nothing)).status_code == 404, nothing
