"""`/mine` (what an agency has to do) and `/mine/ID` (one incident, and what its officers say they did)."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from streams.board.access.visitor import Officer, Visitor
from streams.board.agencies.acts import act_of
from streams.board.agencies.filled import filled
from streams.board.agencies.lists import TASKS_MAX, Lists
from streams.board.agencies.page import ActPage, page_of
from streams.board.agencies.saying import Spokesperson
from streams.board.agencies.sent import SentWords
from streams.board.agencies.words import BUTTON
from streams.board.here import Board, Here
from streams.board.words import words_of
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.photos.upload import Uploads

SENT_LENGTH = 128
NOTHING = Form({})
_ELSEWHERE = (401, 403, 404)
"""Told on a page of their own: there is nothing to send again."""


def router() -> APIRouter:
    """The list, the page, and its form."""
    routes, lists, sent, uploads = APIRouter(), Lists(), SentWords(), Uploads()

    @routes.get("/mine")
    async def mine(here: Here, visitor: Officer) -> Response:
        read = await lists.of(here, visitor.agency or "")
        return here.pages.answer(
            "mine.html", visitor=visitor, page="mine", read=read, tasks=read.tasks, most=TASKS_MAX
        )

    @routes.get("/mine/{id}")
    async def task(
        id: str,
        here: Here,
        visitor: Officer,
        told: Annotated[str, Query(alias="sent", max_length=SENT_LENGTH)] = "",
    ) -> Response:
        return await _page(here, id, visitor, told)

    @routes.post("/mine/{id}")
    async def say(id: str, request: Request, here: Here, visitor: Officer) -> Response:
        came = await filled(request, visitor, uploads)
        try:
            act = act_of(came.form)
            await Spokesperson(here, visitor, id).say(act, came.photo, sent)
        except Fault as fault:
            if fault.status in _ELSEWHERE or "text/html" not in request.headers.get("accept", ""):
                raise
            request.state.refused = fault.code
            return await _again(here, id, visitor, came.form, fault)
        return RedirectResponse(f"/mine/{quote(id, safe='')}?sent={act.id}#became", 303)

    return routes


async def _page(here: Board, id: str, visitor: Visitor, sent: str) -> Response:
    told = await page_of(here, id, visitor, sent)
    return _answer(here, visitor, told)


async def _again(here: Board, id: str, visitor: Visitor, form: Form, fault: Fault) -> Response:
    """The same form, to be mended or sent again: it is the same word."""
    told = await page_of(here, id, visitor, form=form.one("form") or "")
    answer = _answer(here, visitor, told, form, fault)
    answer.headers.update(fault.headers)
    return answer


def _answer(
    here: Board, visitor: Visitor, told: ActPage, form: Form = NOTHING, fault: Fault | None = None
) -> Response:
    wrong = [words_of(one.code, "id", **one.filled) for one in (fault, *fault.also)] if fault else []
    return here.pages.answer(
        "task.html",
        status=fault.status if fault else 200,
        visitor=visitor,
        page="mine",
        told=told,
        mark=told.mark,
        button=BUTTON,
        wrong=wrong,
        again=form.one("said") or "",
        typed=form.one("why") or "",
    )
