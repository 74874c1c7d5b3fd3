"""`/hearing`: where the city hears too little, as a map, a table and a sheet."""

from fastapi import APIRouter, Request, Response

from streams.board.council.asked import HEARING_WEEKS
from streams.board.council.shown import Council, days_of, sheet, shown
from streams.board.council.wards import levels_of, wards_of
from streams.board.here import Here
from streams.council.definitions import definitions
from streams.council.names import names_of
from streams.council.sheet import definitions_csv, hearing_csv


def router() -> APIRouter:
    """The page, its sheet, and what the sheet's columns mean and rest on."""
    routes = APIRouter()

    @routes.get("/hearing")
    async def hearing(request: Request, here: Here, visitor: Council) -> Response:
        days = days_of(request, here, HEARING_WEEKS)
        heard = await here.council.hearing(days.period)
        wards = wards_of(heard.found, here.catalog)
        defined = definitions()
        return here.pages.answer(
            "council/hearing.html",
            visitor=visitor,
            page="hearing",
            shown=shown(days, HEARING_WEEKS, heard.taken_at, here),
            wards=wards,
            levels=levels_of(wards),
            found=heard.found,
            defined=defined.hearing,
            assumptions=defined.assumptions,
        )

    @routes.get("/hearing.csv")
    async def hearing_sheet(request: Request, here: Here, _: Council) -> Response:
        days = days_of(request, here, HEARING_WEEKS)
        found = (await here.council.hearing(days.period)).found
        text = hearing_csv(found.kelurahan if found else (), names_of("kelurahan", here.catalog))
        return sheet(f"pendengaran-{days.first}-{days.last}", text)

    @routes.get("/hearing.arti.csv")
    async def meaning(_: Council) -> Response:
        return sheet("pendengaran.arti", definitions_csv(definitions().hearing, definitions().assumptions))

    return routes
