"""`/`, `/status`, `/map` and `/kelurahan/ID`: for everybody, without a session."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from schemas.public import public_categories
from sinks.reading_requests import RequestReader, Viewer
from streams.board.access.visitor import MaybeVisitor
from streams.board.citizens.naming import public_agencies, reached_by
from streams.board.citizens.opened import legend_of, line_of, marks_of
from streams.board.citizens.reader import Citizen, Reader, count_question
from streams.board.citizens.serving import (
    LISTED_MAX,
    SHOWN_MAX,
    VARIES_BY_SESSION,
    as_json,
    html,
    kept,
    kept_rows,
    open_now,
    page,
)
from streams.board.citizens.status import keys_of, status_of
from streams.board.here import Board, Here
from streams.board.operators.routes import FIRST_PAGE
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import read_form
from streams.http.rendering import Rendering

NUMBER_LENGTH = 300
_UNSEEN = {"X-Robots-Tag": "noindex", "Cache-Control": "no-store"}


def router() -> APIRouter:
    """All of them."""
    routes = APIRouter()
    _add_home(routes)
    _add_status(routes)
    _add_open(routes)
    return routes


def _add_home(routes: APIRouter) -> None:
    @routes.get("/")
    async def home(request: Request, here: Here, reader: Citizen, visitor: MaybeVisitor) -> Response:
        """Who is signed in goes to where its work begins. The limit comes before Postgres is asked who."""
        if visitor:
            return RedirectResponse(FIRST_PAGE[visitor.role], 303)

        async def made() -> Rendering:
            channels, offices = _channels(here, reader), public_agencies(here.catalog)
            return page(
                here, reader, "home.html", "/", wards=_wards(here), channels=channels, offices=offices
            )

        return await kept(request, here, reader, "/", made, varies=VARIES_BY_SESSION)


def _add_status(routes: APIRouter) -> None:
    @routes.get("/status")
    async def ask(here: Here, reader: Citizen) -> Response:
        return _status(here, reader, number="")

    # By POST, so that the number stands in no address, and so in nobody's log. It changes nothing.
    @routes.post("/status")
    async def status(request: Request, here: Here, reader: Citizen) -> Response:
        count_question(here, reader)
        number = ((await read_form(request)).one("number") or "")[:NUMBER_LENGTH]
        keys = keys_of(number, here.catalog.channels)
        viewer = Viewer(None, public_categories(here.catalog))
        with asking():
            known = await RequestReader(here.connected.pool).named(viewer, keys) if keys else []
        now = datetime.now(UTC)
        found = [status_of(one, here.catalog, reader.language, at=now) for one in known]
        fault = None if found else ("unknown" if number else "no_number")
        return _status(here, reader, number=number, found=found, fault=fault)


def _status(
    here: Board, reader: Reader, *, number: str, found: object = (), fault: str | None = None
) -> Response:
    told = html(here, reader, "status.html", "/status", number=number, found=found, fault=fault)
    return HTMLResponse(told, 404 if fault == "unknown" else 200, headers=_UNSEEN)


def _add_open(routes: APIRouter) -> None:
    @routes.get("/map")
    async def map(request: Request, here: Here, reader: Citizen) -> Response:
        async def made() -> Rendering:
            urgencies = legend_of(reader.language)
            return page(here, reader, "map.html", "/map", wards=_wards(here), urgencies=urgencies)

        return await kept(request, here, reader, "/map", made)

    @routes.get("/map/incidents")
    async def incidents(request: Request, here: Here, reader: Citizen) -> Response:
        async def made() -> Rendering:
            found = await open_now(here, SHOWN_MAX)
            rows = marks_of(found[:SHOWN_MAX], here.catalog, reader.language)
            return as_json({"rows": rows, "complete": len(found) <= SHOWN_MAX})

        return await kept_rows(request, here, reader, "/map/incidents", made)

    @routes.get("/kelurahan/{id}")
    async def kelurahan(request: Request, id: str, here: Here, reader: Citizen) -> Response:
        ward = here.catalog.kelurahan.get(id)
        if ward is None:
            raise Fault(404, "not_found", what=id)

        async def made() -> Rendering:
            found = await open_now(here, LISTED_MAX, kelurahan=id)
            lines = [line_of(one, here.catalog, reader.language) for one in found[:LISTED_MAX]]
            more = len(found) > LISTED_MAX
            district = here.catalog.kecamatan[ward.kecamatan].name
            told = {"ward": ward, "district": district, "lines": lines, "more": more, "feed": _feed(here, id)}
            return page(here, reader, "kelurahan.html", f"/kelurahan/{id}", **told)

        return await kept(request, here, reader, f"/kelurahan/{id}", made)


def _wards(here: Board) -> list[tuple[str, list[tuple[str, str]]]]:
    """Each kecamatan with its kelurahan: names and ids."""
    found: dict[str, list[tuple[str, str]]] = {}
    for ward in sorted(here.catalog.kelurahan.values(), key=lambda one: one.name):
        found.setdefault(here.catalog.kecamatan[ward.kecamatan].name, []).append((ward.name, ward.id))
    return sorted(found.items())


def _channels(here: Board, reader: Reader) -> list[tuple[str, str]]:
    """Where citizens speak, and how."""
    found = ((one.name, reached_by(one, reader.language)) for one in here.catalog.channels.values())
    return sorted((name, how) for name, how in found if how)


def _feed(here: Board, kelurahan: str) -> str | None:
    """Where its feed lies, without the ending that names a format; None where nobody outside reaches it."""
    intake = here.settings.intake
    if intake.url is None and here.settings.board.url is not None:
        return None
    return f"{intake.public_url}/feeds/all/{kelurahan}"
