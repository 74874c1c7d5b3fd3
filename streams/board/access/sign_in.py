"""`/sign-in` and `/sign-out`. Sign-in by OpenID Connect (`oidc`) ends as `sign_in` does, with `admit`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.background import BackgroundTask

from sinks.board_accounts import LOGIN_MAX, Account, Why
from streams.board.access.limits import Limits, place_asking
from streams.board.access.origin import address_of
from streams.board.access.passwords import LENGTH_MAX
from streams.board.access.visitor import EVERY_ROLE, MaybeVisitor, Posted, posted
from streams.board.here import Board, Here
from streams.http.asking import asking
from streams.http.faults import later
from streams.http.forms import read_form
from streams.logs import logger

NEXT_MAX = 2_000

log = logger(__name__)


def router() -> APIRouter:
    """The page, its form, and the way out."""
    routes = APIRouter()

    @routes.get("/sign-in")
    async def page(here: Here, visitor: MaybeVisitor, next: str = "/") -> Response:
        if visitor:
            return RedirectResponse(within(next), 303)
        return _form(here, within(next))

    # Nobody is signed in yet, so there is no token to bring: that the origin is ours is all that is asked.
    @routes.post("/sign-in")
    async def sign_in(request: Request, here: Here) -> Response:
        form = await read_form(request)
        login = (form.one("login") or "").lower()[:LOGIN_MAX]
        password = (form.one("password") or "")[: LENGTH_MAX + 1]
        next = within(form.one("next") or "/")
        # The address first: who has no try left must not use up those of a login's holder.
        limit_address(here, here.tries.address, request)
        limit(here, here.tries.login, login)
        with asking():
            account = await here.accounts.named(login)
        fits = await here.passwords.fits(password, account.password if account else None)
        if account is None or not fits or account.disabled_at:
            return _not_let_in(here, account, next)
        here.tries.login.forget(login)
        return await admit(here, account.id, next, here.cookie.of(request))

    @routes.post("/sign-out")
    async def sign_out(
        request: Request, here: Here, by: Annotated[Posted, Depends(posted(*EVERY_ROLE))]
    ) -> Response:
        with asking():
            id_token = await here.sessions.end(by.visitor.token)
        answer = await _out(request, here, id_token)
        here.cookie.take(answer)
        return answer

    return routes


async def admit(
    here: Board, account: str, next: str, old_token: str = "", id_token: str | None = None
) -> Response:
    """A new session for whoever has shown who it is. Raises a `Fault` where Postgres is away."""
    with asking():
        if old_token:
            await here.sessions.end(old_token)
        token = await here.sessions.begin(account, id_token)
    here.metrics.sign_ins.labels("done").inc()
    answer = RedirectResponse(next, 303)
    here.cookie.give(answer, token)
    return answer


def within(path: str) -> str:
    """A path of ours to go to; ours to begin with where somebody else's address was named."""
    ours = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if ours and len(path) <= NEXT_MAX else "/"


def limit(here: Board, tries: Limits, who: str) -> None:
    """Take one try. Raises a `Fault` of 429 where there is none left."""
    if wait_s := tries.wait_s(who):
        here.metrics.sign_ins.labels("limited").inc()
        raise later(429, "too_many_tries", wait_s)


def limit_address(here: Board, tries: Limits, request: Request) -> None:
    """The same for all who come from where the request does."""
    limit(here, tries, place_asking(request))


def _not_let_in(here: Board, account: Account | None, next: str) -> Response:
    """The same answer for all; what is noted of accounts that there are is noted after it."""
    here.metrics.sign_ins.labels("refused").inc()
    answer = _form(here, next, refused=True)
    if account:
        why: Why = "disabled" if account.disabled_at else "password"
        answer.background = BackgroundTask(here.accounts.refuse, account.id, why)
    return answer


def _form(here: Board, next: str, *, refused: bool = False) -> Response:
    provider = here.provider.configured.name if here.provider else None
    status = 403 if refused else 200
    return here.pages.answer("sign_in.html", status=status, next=next, refused=refused, provider=provider)


async def _out(request: Request, here: Board, id_token: str | None) -> Response:
    """Where one is led who has signed out here: to sign out there too, where somebody vouched."""
    back = f"{address_of(request, here.settings.board)}/sign-in"
    leave = await here.provider.leave(id_token, back) if here.provider and id_token else None
    if here.provider is None or leave is None:
        return RedirectResponse("/sign-in", 303)
    # Not by a redirect: the policy lets no form of ours lead elsewhere. A page may go there.
    return here.pages.answer("signed_out.html", leave=leave, provider=here.provider.configured.name)
