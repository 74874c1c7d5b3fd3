"""`/call`: the form, what it suggests while somebody types, and saving."""

import secrets
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from schemas.classified import ClassifiedReport
from schemas.incident import Incident
from schemas.rejection import Rejection
from schemas.topics import reports
from streams.board.access.visitor import Operator, Posted, posted
from streams.board.call.draft import draft_in, opened_in
from streams.board.call.record import report_of, so_far
from streams.board.call.suggesting import question_of, told
from streams.board.here import Board, Here
from streams.board.invalid import would_be_refused
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.nearby.around import around
from streams.nearby.ranking import Near

Typed: TypeAlias = Annotated[Posted, Depends(posted("operator"))]


def router() -> APIRouter:
    """All of it."""
    routes = APIRouter()

    @routes.get("/call")
    async def page(here: Here, visitor: Operator) -> Response:
        here.call.understanding.prepare()
        return here.pages.answer(
            "call.html",
            visitor=visitor,
            page="call",
            form=_new_form(),
            channel=here.call.channel,
            categories=sorted((one.label, one.id) for one in here.catalog.categories.values()),
        )

    # By POST, since what a citizen says must stand in no address.
    @routes.post("/call/suggest")
    async def suggest(here: Here, typed: Typed) -> Response:
        draft = draft_in(typed.form, here.catalog)
        if draft.says_nothing:
            return JSONResponse({})
        found = await here.call.understanding.of(so_far(draft, datetime.now(UTC)), here.call.channel)
        if isinstance(found, Rejection):
            raise would_be_refused(found, "text")
        return JSONResponse(told(found, await _known(here, found), here.catalog, here.call.kinds))

    @routes.post("/call", status_code=201)
    async def save(here: Here, typed: Typed) -> Response:
        channel, secret = here.call.channel, here.call.secret
        draft, opened = draft_in(typed.form, here.catalog), opened_in(typed.form, datetime.now(UTC))
        report = report_of(draft, opened, typed.visitor.account, secret)
        if isinstance(found := await here.call.understanding.of(report, channel), Rejection):
            raise would_be_refused(found, "text")
        await here.connected.publisher.publish(reports(channel), report.id, report.to_json())
        return JSONResponse({"number": f"{channel}:{report.id}", "form": _new_form()}, 201)

    return routes


async def _known(here: Board, found: ClassifiedReport) -> Sequence[tuple[Near, Incident]] | None:
    """What is open around it; None where Postgres is away, which must stop nobody who types."""
    asked = question_of(found, here.catalog, here.call.kinds)
    if asked is None:
        return ()
    try:
        with asking():
            return await around(
                here.connected.pool, asked.wanted, asked.within_m, keys=asked.keys, kinds=here.call.kinds
            )
    except Fault:
        return None


def _new_form() -> str:
    """The key of one form: when it was given out, and what makes it this one."""
    return f"{int(datetime.now(UTC).timestamp()):x}-{secrets.token_hex(16)}"
