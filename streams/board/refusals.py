"""What is refused, told to people as a page and to scripts as JSON."""

from functools import partial
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse

from streams.board.citizens.words import say
from streams.board.pages import Pages
from streams.board.words import words_of
from streams.http import refusals as http
from streams.http.faults import Fault
from streams.http.language import DEFAULT, Language


def add_refusals(app: FastAPI) -> None:
    """Handlers for all that can go wrong with a request."""
    http.add_refusals(app, refused, _fault_of)


async def refused(request: Request, fault: Exception) -> Response:
    """The answer to a request that met a fault. Who must sign in for a page is led there."""
    assert isinstance(fault, Fault)  # noqa: S101  (Starlette hands us nothing else)
    state = request.scope.setdefault("state", {})
    state["refused"] = fault.code
    if "text/html" not in request.headers.get("accept", ""):
        told = {"code": fault.code, "words": _words(fault, state.get("language", DEFAULT))}
        return JSONResponse(told, fault.status, fault.headers)
    if fault.status == 401 and request.method == "GET":
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/sign-in?{urlencode({'next': request.url.path + query})}", 303)
    pages: Pages = request.app.state.pages
    words = _words(fault, state.get("language", DEFAULT))
    answer = _page(pages, request, fault.status, words, state.get("language"))
    answer.headers.update(fault.headers)
    return answer


def _page(
    pages: Pages, request: Request, status: int, words: list[str], language: Language | None
) -> Response:
    """As that of the board; a page that is for everybody has named its language."""
    if language is None:
        signing_in = request.url.path.startswith("/sign-in")
        return pages.answer("refused.html", status=status, words=words, signing_in=signing_in)
    return pages.answer(
        "citizens/refused.html",
        status=status,
        words=words,
        language=language,
        path=request.url.path,
        q=f"?lang={language}",
        w=partial(say, language),
    )


def _words(fault: Fault, language: Language) -> list[str]:
    return [words_of(one.code, language, **one.filled) for one in (fault, *fault.also)]


def _fault_of(_: Request, error: RequestValidationError) -> Fault:
    where, *fields = map(str, error.errors()[0]["loc"])
    reason = str(error.errors()[0]["msg"])
    return Fault(400, "invalid", field=".".join(fields) or where, reason=reason)
