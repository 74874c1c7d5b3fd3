"""`/questions`: what waits for an operator's answer, one at a time; `/compare`: two that somebody picked."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from sinks.reading_board_corrections import BoardCorrections
from streams.board.access.visitor import Operator
from streams.board.here import Here
from streams.board.operators.pairs import pair_of, question_of
from streams.http.asking import asking
from streams.http.faults import Fault

QUESTIONS_MAX = 500
"""So many are in the queue of a page; it asks again when these are answered."""
Name = Annotated[str, Query(max_length=200)]


def router() -> APIRouter:
    """Both, for operators."""
    routes = APIRouter()

    @routes.get("/questions")
    async def questions(here: Here, visitor: Operator, of: Name = "") -> Response:
        """The question of that incident, or else the first that waits."""
        mark = here.hub.mark
        with asking():
            waiting = await BoardCorrections(here.connected.pool).questions(QUESTIONS_MAX)
        pair = None
        for id in (of, *waiting):
            if id and (pair := await question_of(here, id)):
                break
        return here.pages.answer(
            "questions.html",
            visitor=visitor,
            page="questions",
            pair=pair,
            waiting=waiting,
            mark=mark,
        )

    @routes.get("/compare")
    async def compare(here: Here, visitor: Operator, incident: Name, into: Name) -> Response:
        """Raises a `Fault` of 404 where one of them is not there."""
        pair = await pair_of(here, incident, into)
        if pair is None:
            raise Fault(404, "not_found", what=f"{incident}, {into}")
        return here.pages.answer(
            "compare.html",
            visitor=visitor,
            page="incidents",
            pair=pair,
        )

    return routes
