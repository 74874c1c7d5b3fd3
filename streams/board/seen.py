"""An incident, for who may see it."""

from streams.board.access.visitor import Visitor
from streams.board.here import Board
from streams.board.operators.view import View, view_of
from streams.http.faults import Fault


async def seen(here: Board, id: str, visitor: Visitor) -> View:
    """Raises a `Fault` of 404 for what is not there, and for what the visitor may not see."""
    found = await here.reader.incident(id)
    view = view_of(found) if found else None
    if view is None or not (visitor.agency is None or visitor.agency in view.seen_by):
        raise Fault(404, "not_found", what=id)
    return view
