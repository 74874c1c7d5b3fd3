"""Administrators give accounts, change them, and read who did; nobody else does."""

import asyncio
import re
from html import unescape

import httpx
import pytest

from sinks.board_accounts import Accounts, LastAdminError
from sinks.board_invitations import Invitations
from streams.board.accounts.routes import CHANGES_MAX, REFUSED_MAX
from tests.integration.board.conftest import HASH, PASSWORD, Desk
from tests.integration.board.test_board_access import HTML, csrf_of, sign_in

pytestmark = pytest.mark.any_broker

CHOSEN = "sungai tenang dalam"


async def post(admin: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await admin.post(path, data={"csrf": await csrf_of(admin, "/accounts"), **fields}, headers=HTML)


async def invited(admin: httpx.AsyncClient, path: str = "/accounts", **fields: str) -> str:
    """The path of the invitation that is shown."""
    page = await post(admin, path, **fields)
    assert page.status_code == 200, page.text
    found = re.search(r'value="(http://[^"]+)(/invitation/[\w-]{43})"', page.text)
    assert found
    assert found[1] == str(admin.base_url).rstrip("/")
    return found[2]


async def choose(desk: Desk, path: str, password: str = CHOSEN, again: str | None = None) -> httpx.Response:
    async with desk.browser() as browser:
        fields = {"password": password, "again": password if again is None else again}
        return await browser.post(path, data=fields, headers=HTML)


async def lets_in(desk: Desk, login: str, password: str) -> bool:
    async with desk.browser() as browser:
        return (await sign_in(browser, login, password)).status_code == 303


async def test_who_is_invited_chooses_a_password_once(desk: Desk) -> None:
    async with desk.signed_in("adi", "admin") as adi:
        path = await invited(adi, login="Dina", standing="agency:dishub")
        assert not await lets_in(desk, "dina", "")
        async with desk.browser() as browser:
            for _ in range(2):
                assert "Selamat datang, dina" in (await browser.get(path, headers=HTML)).text
        for bad, again in (("short", None), (CHOSEN, "another one of these")):
            assert (await choose(desk, path, bad, again)).status_code == 400
        assert (await choose(desk, path)).headers["location"] == "/sign-in"
        assert await lets_in(desk, "dina", CHOSEN)
        assert (await choose(desk, path, "kuda tetap ungu")).status_code == 404
        assert not await lets_in(desk, "dina", "kuda tetap ungu")
        assert (
            "Sudah ada akun bernama dina"
            in (await post(adi, "/accounts", login="dina", standing="admin")).text
        )
    dina = await Accounts(desk.pool).named("dina")
    assert dina
    assert (dina.role, dina.agency) == ("agency", "dishub")


async def test_an_invitation_ends_with_its_time_a_newer_one_and_its_account(desk: Desk) -> None:
    async with desk.signed_in("adi", "admin") as adi:
        first = await invited(adi, login="budi", standing="operator")
        budi = await Accounts(desk.pool).named("budi")
        assert budi
        second = await invited(adi, f"/accounts/{budi.id}/invitation")
        assert (await choose(desk, first)).status_code == 404
        await post(adi, f"/accounts/{budi.id}/lock")
        assert (await choose(desk, second)).status_code == 404
        await post(adi, f"/accounts/{budi.id}/unlock")
        assert (await choose(desk, second)).status_code == 404
        third = await invited(adi, f"/accounts/{budi.id}/invitation")
        await desk.pool.execute("update invitations set ends_at = now()")
        assert (await choose(desk, third)).status_code == 404
        fourth = await invited(adi, f"/accounts/{budi.id}/invitation")
        assert (await choose(desk, fourth)).status_code == 303
        assert await desk.pool.fetchval("select count(*) from invitations") == 0


@pytest.mark.parametrize("change", ["password", "role", "sign-out", "lock"])
async def test_what_ends_the_sessions_of_an_account_ends_its_invitation(desk: Desk, change: str) -> None:
    async with desk.signed_in("adi", "admin") as adi:
        path = await invited(adi, login="budi", standing="operator")
        budi = await Accounts(desk.pool).named("budi")
        assert budi
        if change == "password":
            await Accounts(desk.pool).set_password("budi", HASH)
        else:
            done = await post(adi, f"/accounts/{budi.id}/{change}", standing="council")
            assert done.status_code == 303
        await Accounts(desk.pool).enable("budi")
        assert (await choose(desk, path)).status_code == 404
        history = (await adi.get(f"/accounts/{budi.id}", headers=HTML)).text
        assert history.count("tautan undangan dibuat") == 1
        assert history.count("tautan undangan diakhiri") == 1
        await invited(adi, f"/accounts/{budi.id}/invitation")
        history = (await adi.get(f"/accounts/{budi.id}", headers=HTML)).text
        assert history.count("tautan undangan baru dibuat") == 1


async def test_a_role_is_changed_sessions_are_ended_and_an_account_is_locked_at_once(desk: Desk) -> None:
    async with desk.signed_in("adi", "admin") as adi, desk.signed_in("budi") as budi:

        async def opens() -> bool:
            return (await budi.get("/live/incidents")).status_code == 200

        found = await Accounts(desk.pool).named("budi")
        assert found
        at = f"/accounts/{found.id}"
        assert await opens()
        assert (await post(adi, f"{at}/sign-out")).headers["location"] == at
        assert not await opens()
        await sign_in(budi, "budi")
        assert await opens()
        await post(adi, f"{at}/role", standing="council")
        await sign_in(budi, "budi")
        assert not await opens()
        await post(adi, f"{at}/lock")
        assert not await lets_in(desk, "budi", PASSWORD)
        await post(adi, f"{at}/unlock")
        assert await lets_in(desk, "budi", PASSWORD)
        history = unescape((await adi.get(at, headers=HTML)).text)
        told = (
            "semua sesi diakhiri",
            "peran menjadi Dewan",
            "dikunci",
            "dibuka kembali",
            "akun dibuat",
            "masuk",
        )
        for words in told:
            assert words in history, words
        assert history.count("oleh adi") == 4
        overview = unescape((await adi.get("/accounts", headers=HTML)).text)
        assert "<b>budi</b>: dikunci" in overview
    named = await desk.pool.fetch(
        "select distinct named from audit where of = $1 and what = 'account change'", [found.id]
    )
    assert [row["named"] for row in named] == [(await Accounts(desk.pool).named("adi")).id]  # type: ignore[union-attr]


@pytest.mark.parametrize("change", ["lock", "role"])
async def test_the_last_admin_is_not_locked_out_by_an_admin(desk: Desk, change: str) -> None:
    async with desk.signed_in("adi", "admin") as adi:
        await desk.account("ana", "admin")
        await Accounts(desk.pool).add("never came", "admin", None, None)
        ana, adis = [await Accounts(desk.pool).named(login) for login in ("ana", "adi")]
        assert ana
        assert adis
        assert (await post(adi, f"/accounts/{ana.id}/{change}", standing="operator")).status_code == 303
        refused = await post(adi, f"/accounts/{adis.id}/{change}", standing="operator")
        assert refused.status_code == 409
        assert "admin terakhir" in refused.text
        assert (await adi.get("/accounts", headers=HTML)).status_code == 200


async def test_an_admin_who_cannot_sign_in_is_no_other_one(desk: Desk) -> None:
    ana = await desk.account("ana", "admin")
    await desk.pool.execute("update accounts set issuer = 'https://sso', subject = '1', password = null")
    async with desk.signed_in("adi", "admin") as adi:
        adis = await Accounts(desk.pool).named("adi")
        assert adis
        # Nobody is configured to vouch for Ana.
        assert (await post(adi, f"/accounts/{adis.id}/lock")).status_code == 409
        vouched, moved = (Accounts(desk.pool, adis.id, f"https://{issuer}") for issuer in ("sso", "another"))
        with pytest.raises(LastAdminError):
            await vouched.disable("adi")
        await desk.board.sessions.begin(ana)
        with pytest.raises(LastAdminError):
            await moved.disable("adi")
        assert await vouched.disable("adi")


async def test_wrong_passwords_do_not_push_changes_out_of_a_history(desk: Desk) -> None:
    id = await desk.account("budi")
    async with desk.signed_in("adi", "admin") as adi:
        for _ in range(CHANGES_MAX):
            await desk.board.accounts.refuse(id, "password")
        history = (await adi.get(f"/accounts/{id}", headers=HTML)).text
        assert "akun dibuat" in history
        assert history.count("kata sandi salah") == REFUSED_MAX


async def test_two_admins_who_lock_each_other_at_once_do_not_both_succeed(desk: Desk) -> None:
    ids = {login: await desk.account(login, "admin") for login in ("adi", "ana")}

    async def lock(login: str, other: str) -> bool:
        try:
            return await Accounts(desk.pool, ids[login]).disable(other)
        except LastAdminError:
            return False

    assert sorted(await asyncio.gather(lock("adi", "ana"), lock("ana", "adi"))) == [False, True]


async def test_only_an_admin_gives_accounts(desk: Desk) -> None:
    async with desk.signed_in("ani") as ani, desk.signed_in("dina", "agency", "dishub") as dina:
        for browser in (ani, dina):
            token = await csrf_of(browser, "/incidents")
            for path in ("/accounts", "/accounts/x"):
                assert (await browser.get(path, headers=HTML)).status_code == 403
            for path in ("/accounts", "/accounts/x/role", "/accounts/x/lock", "/accounts/x/invitation"):
                fields = {"csrf": token, "login": "x", "standing": "admin"}
                assert (await browser.post(path, data=fields)).json()["code"] == "not_allowed"


async def test_what_is_no_account_and_no_role_is_refused_in_words(desk: Desk) -> None:
    async with desk.signed_in("adi", "admin") as adi:
        for fields in ({"login": "x", "standing": "agency:nobody"}, {"login": "x"}, {"standing": "operator"}):
            refused = await post(adi, "/accounts", **fields)
            assert refused.status_code == 400
            assert "isinya tidak sah" in refused.text
        assert (await post(adi, "/accounts/akun-none/lock")).status_code == 404
        assert (await adi.get("/accounts/akun-none", headers=HTML)).status_code == 404


async def test_whom_somebody_else_vouches_for_gets_neither_role_nor_password_here(desk: Desk) -> None:
    id = await desk.account("sso")
    await desk.pool.execute("update accounts set issuer = 'https://sso', subject = '1', password = null")
    assert not await Accounts(desk.pool).set_role("sso", "admin", None)
    assert await Invitations(desk.pool).make("sso") is None
    async with desk.signed_in("adi", "admin") as adi:
        assert (await post(adi, f"/accounts/{id}/role", standing="admin")).status_code == 409
        assert (await post(adi, f"/accounts/{id}/invitation")).status_code == 409
        page = (await adi.get(f"/accounts/{id}", headers=HTML)).text
        assert "ditentukan oleh https://sso" in page
        assert "Ganti peran" not in page
