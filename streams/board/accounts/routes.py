"""`/accounts`: who may sign in, as what, and who changed that. For administrators."""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from sinks.board_accounts import Accounts, LastAdminError, login_of
from sinks.board_invitations import VALID, Invitations
from sinks.reading_board_accounts import AccountsReader, Listed
from streams.board.access.origin import address_of
from streams.board.access.standing import Standing, standing_of
from streams.board.access.visitor import Posted, Visitor, allowed, posted
from streams.board.accounts.told import ROLE, change_words, state_of
from streams.board.here import Board, Here
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import Form

ACCOUNTS_MAX = 1_000
CHANGES_MAX = 50
REFUSED_MAX = 20

Admin = Annotated[Visitor, Depends(allowed("admin"))]
Changing = Annotated[Posted, Depends(posted("admin"))]


def router() -> APIRouter:
    """The list, each account's page, and all that changes them."""
    routes = APIRouter(prefix="/accounts")

    @routes.get("")
    async def accounts(here: Here, visitor: Admin) -> Response:
        reader = _reader(here)
        with asking():
            found = await reader.all(ACCOUNTS_MAX)
            changes = await reader.changes(None, CHANGES_MAX)
        return _page(here, visitor, "accounts.html", accounts=found, most=ACCOUNTS_MAX, changes=changes)

    @routes.post("")
    async def add(request: Request, here: Here, by: Changing) -> Response:
        login, standing = _login(by.form), _standing(here, by.form)
        with asking():
            accounts = Accounts(here.connected.pool, by.visitor.account)
            if not await accounts.add(login, standing.role, standing.agency, None):
                raise Fault(409, "login_taken", login=login)
        return await _invite(request, here, by.visitor, login)

    @routes.get("/{id}")
    async def account(id: str, here: Here, visitor: Admin) -> Response:
        found = await _one(here, id)
        with asking():
            changes = await _reader(here).changes(id, CHANGES_MAX, REFUSED_MAX)
        return _page(here, visitor, "account.html", account=found, changes=changes)

    @routes.post("/{id}/invitation")
    async def invitation(id: str, request: Request, here: Here, by: Changing) -> Response:
        return await _invite(request, here, by.visitor, (await _one(here, id)).login)

    @routes.post("/{id}/{change}")
    async def change(id: str, change: str, here: Here, by: Changing) -> Response:
        found = await _one(here, id)
        if not await _changed(here, by, found.login, change):
            raise Fault(409, "not_ours", login=found.login)
        return RedirectResponse(f"/accounts/{id}", 303)

    return routes


async def _changed(here: Board, by: Posted, login: str, change: str) -> bool:
    """False where the account is not ours to change so."""
    issuer = here.provider.configured.issuer if here.provider else None
    accounts = Accounts(here.connected.pool, by.visitor.account, issuer)
    try:
        with asking():
            match change:
                case "role":
                    standing = _standing(here, by.form)
                    return await accounts.set_role(login, standing.role, standing.agency)
                case "sign-out":
                    return await accounts.end_sessions(login)
                case "lock":
                    return await accounts.disable(login)
                case "unlock":
                    return await accounts.enable(login)
    except LastAdminError as error:
        raise Fault(409, "last_admin") from error
    raise Fault(404, "not_found", what=change)


async def _invite(request: Request, here: Board, visitor: Visitor, login: str) -> Response:
    """The page that shows a new invitation, this once."""
    with asking():
        token = await Invitations(here.connected.pool, visitor.account).make(login)
    if token is None:
        raise Fault(409, "not_ours", login=login)
    hours = round(VALID / timedelta(hours=1))
    url = f"{address_of(request, here.settings.board)}/invitation/{token}"
    return _page(here, visitor, "invited.html", login=login, url=url, hours=hours)


async def _one(here: Board, id: str) -> Listed:
    with asking():
        found = await _reader(here).one(id)
    if found is None:
        raise Fault(404, "not_found", what=id)
    return found


def _reader(here: Board) -> AccountsReader:
    return AccountsReader(here.connected.pool, timedelta(hours=here.settings.board.idle_h))


def _login(form: Form) -> str:
    try:
        return login_of(form.one("login") or "")
    except ValueError as wrong:
        raise Fault(400, "invalid", field="Nama", reason=str(wrong)) from wrong


def _standing(here: Board, form: Form) -> Standing:
    standing = standing_of(form.one("standing") or "", here.catalog.agencies)
    if standing is None:
        raise Fault(400, "invalid", field="Peran", reason="is none")
    return standing


def _page(here: Board, visitor: Visitor, template: str, **said: object) -> Response:
    return here.pages.answer(
        template,
        status=200,
        visitor=visitor,
        page="accounts",
        roles=ROLE,
        agencies=sorted(here.catalog.agencies.values(), key=lambda agency: agency.name),
        state_of=state_of,
        change_words=change_words,
        **said,
    )
