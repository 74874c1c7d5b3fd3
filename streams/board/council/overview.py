"""`/overview`: how fast the city answers, beside as many days before, by agency and from week to week."""

from collections.abc import Sequence

from fastapi import APIRouter, Request, Response

from streams.board.council.asked import WEEKS
from streams.board.council.columns import (
    ACCEPT_KEPT,
    ANSWER,
    ANSWER_P90,
    CASES,
    COMPARED,
    RESOLVE,
    RESOLVE_KEPT,
    RESOLVE_P90,
    cells_of,
    lines_of,
)
from streams.board.council.shown import Council, days_of, shown
from streams.board.council.trend import Chart, chart_of
from streams.board.here import Here
from streams.council.figures import Row
from streams.council.names import names_of
from streams.council.period import Period, weeks_of
from streams.council.words import days_words

_DRAWN = (
    ("Berapa lama sampai dijawab", (ANSWER, ANSWER_P90)),
    ("Berapa lama sampai selesai", (RESOLVE, RESOLVE_P90)),
    ("Janji yang ditepati", (ACCEPT_KEPT, RESOLVE_KEPT)),
    ("Kasus yang masuk", (CASES,)),
)


def router() -> APIRouter:
    """The page."""
    routes = APIRouter()

    @routes.get("/overview")
    async def overview(request: Request, here: Here, visitor: Council) -> Response:
        days = days_of(request, here, WEEKS)
        weeks = await here.council.answers("week", days.period)
        earlier = await here.council.answers("city", days.before)
        agencies = await here.council.answers("agency", days.period)
        agencies_earlier = await here.council.answers("agency", days.before)
        names = names_of("agency", here.catalog)
        return here.pages.answer(
            "council/overview.html",
            visitor=visitor,
            page="overview",
            shown=shown(days, WEEKS, weeks.taken_at, here),
            before_words=days_words(days.before),
            whole=cells_of(COMPARED, weeks.whole, earlier.whole if earlier.rows else None),
            charts=charts_of(days.period, weeks.rows),
            columns=COMPARED,
            lines=lines_of(COMPARED, agencies.rows, names, agencies_earlier.rows),
        )

    return routes


def charts_of(period: Period, rows: Sequence[Row]) -> Sequence[Chart]:
    """`rows` are those of weeks."""
    weeks = weeks_of(period)
    return [chart_of(title, columns, weeks, rows) for title, columns in _DRAWN]
