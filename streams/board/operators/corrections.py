"""`POST /corrections`, and what became of one."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.responses import JSONResponse

from schemas.correction import What, named_in
from schemas.topics import CORRECTIONS
from sinks.reading_board_corrections import BoardCorrection, BoardCorrections
from streams.board.access.visitor import Posted, allowed, posted
from streams.board.here import Board, Here
from streams.board.operators.deciding import SentCorrections, decided, what_of
from streams.http.asking import asking
from streams.http.faults import Fault
from streams.http.forms import Form
from streams.telling.corrections import REFUSED, RESULT

Correcting = Annotated[Posted, Depends(posted("operator"))]


def router() -> APIRouter:
    """Both."""
    routes = APIRouter(prefix="/corrections")
    sent = SentCorrections()

    @routes.post("")
    async def correct(here: Here, by: Correcting) -> Response:
        """202 once Kafka has it. Raises a `Fault` of 400 or 404 for what triage or resolve would refuse."""
        what = await _what(here, by.form)
        await _are_there(here, what)
        at = datetime.now(UTC).astimezone(here.catalog.city.zone).replace(microsecond=0)
        correction = sent.first(decided(by.form, what, by.visitor.account, at, here.catalog))
        await here.connected.publisher.publish(CORRECTIONS, correction.key, correction.to_json())
        return JSONResponse({"id": correction.id, **_outcome(None)}, 202)

    @routes.get("/{id}", dependencies=[Depends(allowed("operator"))])
    async def outcome(id: str, here: Here) -> Response:
        """What became of it; `sent` as long as resolve has not said."""
        with asking():
            known = await BoardCorrections(here.connected.pool).one(id)
        return JSONResponse({"id": id, **_outcome(known)})

    return routes


async def _what(here: Board, form: Form) -> What:
    """What is to be taken back is where its reports are, which Postgres knows."""
    correction = form.one("correction")
    if form.one("kind") != "undo" or correction is None:
        return what_of(form)
    with asking():
        known = await BoardCorrections(here.connected.pool).one(correction)
    if known is None or not known.incidents:
        raise Fault(404, "not_found", what=correction)
    return what_of(form, incident=known.incidents[-1])


async def _are_there(here: Board, what: What) -> None:
    for id in named_in(what):
        with asking():
            found = await here.reader.incident(id)
        if found is None:
            raise Fault(404, "not_found", what=id)


def _outcome(known: BoardCorrection | None) -> dict[str, object]:
    """`result`, its words for a person, and the incidents it changed."""
    if known is None:
        return {"result": "sent", "words": "dikirim", "incidents": []}
    words = RESULT[known.result]
    if known.refusal:
        words += f": {REFUSED.get(known.refusal.code, known.refusal.reason)}"
    return {"result": known.result.value, "words": words, "incidents": known.incidents}
