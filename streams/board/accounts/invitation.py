"""`/invitation/TOKEN`: whoever was invited chooses a password. Nobody is signed in here."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from sinks.board_invitations import Invitations
from streams.board.access.passwords import LENGTH_MAX, LENGTH_MIN
from streams.board.access.sign_in import limit_address
from streams.board.here import Board, Here
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import read_form


def router() -> APIRouter:
    """The page and its form. To look at it uses nothing up: mail programs open links too."""
    routes = APIRouter(prefix="/invitation")

    @routes.get("/{token}")
    async def page(token: str, request: Request, here: Here) -> Response:
        return _page(here, await _login(request, here, token), "")

    # Nobody is signed in: that the origin is ours, and the token, are all that is asked.
    @routes.post("/{token}")
    async def choose(token: str, request: Request, here: Here) -> Response:
        login = await _login(request, here, token)
        form = await read_form(request)
        password = form.one("password") or ""
        if password != (form.one("again") or ""):
            return _page(here, login, "Kedua kata sandi tidak sama.")
        try:
            hash = await here.passwords.hashed(password)
        except ValueError:
            return _page(here, login, f"Kata sandi harus {LENGTH_MIN} sampai {LENGTH_MAX} huruf.")
        with asking():
            if not await Invitations(here.connected.pool).accept(token, hash):
                raise Fault(404, "invitation_over")
        return RedirectResponse("/sign-in", 303)

    return routes


async def _login(request: Request, here: Board, token: str) -> str:
    limit_address(here, here.tries.invitation, request)
    with asking():
        login = await Invitations(here.connected.pool).invited(token)
    if login is None:
        raise Fault(404, "invitation_over")
    return login


def _page(here: Board, login: str, wrong: str) -> Response:
    return here.pages.answer(
        "invitation.html", status=400 if wrong else 200, login=login, wrong=wrong, least=LENGTH_MIN
    )
