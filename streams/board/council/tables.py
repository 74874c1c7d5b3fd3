"""`/figures`: all figures by agency, category, kelurahan or week, as a table and as a sheet."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from sinks.reading_council import By
from streams.board.council.asked import WEEKS
from streams.board.council.columns import ALL, cells_of, lines_of
from streams.board.council.shown import Council, days_of, sheet, shown
from streams.board.council.weeks import week_names
from streams.board.here import Here
from streams.council.definitions import definitions
from streams.council.names import names_of
from streams.council.sheet import answers_csv, definitions_csv
from streams.http.faults import Fault

GROUPS: Mapping[By, str] = {
    "agency": "Instansi",
    "category": "Kategori",
    "kelurahan": "Kelurahan",
    "week": "Minggu",
}


def router() -> APIRouter:
    """The page, its sheet, and what the sheet's columns mean."""
    routes = APIRouter()

    @routes.get("/figures")
    async def figures(request: Request, here: Here, visitor: Council) -> Response:
        days, by = days_of(request, here, WEEKS), _by(request)
        found = await here.council.answers(by, days.period)
        names = week_names(days.period) if by == "week" else names_of(by, here.catalog)
        return here.pages.answer(
            "council/figures.html",
            visitor=visitor,
            page="figures",
            shown=shown(days, WEEKS, found.taken_at, here),
            by=by,
            groups=GROUPS,
            columns=ALL,
            lines=lines_of(ALL, found.rows, names),
            # What two agencies have to do would count twice in their sum.
            whole=None if by == "agency" else cells_of(ALL, found.whole),
            defined=definitions().answers,
        )

    @routes.get("/figures.csv")
    async def figures_sheet(request: Request, here: Here, _: Council) -> Response:
        days, by = days_of(request, here, WEEKS), _by(request)
        found = await here.council.answers(by, days.period)
        text = answers_csv(found.rows, names_of(by, here.catalog))
        return sheet(f"jawaban-{by}-{days.first}-{days.last}", text)

    @routes.get("/figures.arti.csv")
    async def meaning(_: Council) -> Response:
        return sheet("jawaban.arti", definitions_csv(definitions().answers))

    return routes


def _by(request: Request) -> By:
    by = request.query_params.get("by", "agency")
    for known in GROUPS:
        if by == known:
            return known
    raise Fault(422, "no_group", field="by", valid=", ".join(GROUPS))
