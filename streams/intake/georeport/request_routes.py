"""Operations on reports: one comes in, and callers read what became of them."""

from collections.abc import Mapping, Sequence
from typing import Annotated, TypeAlias

from fastapi import APIRouter, Depends, Header, Path, Query, Request, Response
from pydantic import BaseModel

from streams.intake.filled import FilledIn
from streams.intake.georeport.discovery import PREFIX
from streams.intake.georeport.documents import NEW_REQUEST, TAGS, answers
from streams.intake.georeport.parameters import in_a_format, in_this_city
from streams.intake.georeport.posting import take_in
from streams.intake.georeport.reading import Requests, next_page, requests_for
from streams.intake.georeport.shapes import Accepted, ServiceRequest, Token
from streams.intake.georeport.wanted import Asked, wanted_of
from streams.intake.here import Here
from streams.intake.http.answers import answer

Name: TypeAlias = Annotated[str, Path(description="`channel:id`", examples=["sorot:7k3m-q0zx-91hd"])]
Seen: TypeAlias = Annotated[Requests, Depends(requests_for)]
RepeatKey: TypeAlias = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        json_schema_extra={"anyOf": [{"type": "string", "pattern": "^[!-~]{1,255}$"}, {"type": "null"}]},
        description="1 to 255 printable ASCII characters; sent again with the same form, it is one report",
    ),
]


def router() -> APIRouter:
    """All of them."""
    routes = APIRouter(
        prefix=f"{PREFIX}/v2",
        tags=[*TAGS],
        dependencies=[Depends(in_a_format), Depends(in_this_city)],
    )
    _add_posting(routes)
    _add_list(routes)
    _add_single(routes)
    return routes


def _add_posting(routes: APIRouter) -> None:
    @routes.post(
        "/requests.{format}",
        summary="Report something",
        description="Needs a key. 201 once Kafka has it.",
        status_code=201,
        responses=answers(Accepted, 201, 400, 403, 404, 408, 413, 415, 422, 429, 503, many=True),
        openapi_extra={"requestBody": NEW_REQUEST},
    )
    async def post_request(
        here: Here, request: Request, filled: FilledIn, idempotency_key: RepeatKey = None
    ) -> Response:
        taken = await take_in(request, here, filled, idempotency_key)
        return _answer(request, [taken], status=201)


def _add_list(routes: APIRouter) -> None:
    @routes.get(
        "/requests.{format}",
        summary="What became of reports, the newest first",
        description="Public: categories and areas, nobody's words. With a key: the reports of its channel, "
        "with their words (masked) and exact places. `Link` names the next page.",
        responses=answers(ServiceRequest, 200, 400, 403, 404, 429, 503, many=True),
    )
    async def get_requests(
        here: Here, request: Request, seen: Seen, asked: Annotated[Asked, Query()]
    ) -> Response:
        if asked.service_request_id:
            return _answer(request, await seen.named(asked.service_request_id))
        found = await seen.page(wanted_of(asked, here.catalog, seen.now))
        links = next_page(request, asked.page) if len(found) > asked.page_size else {}
        return _answer(request, found[: asked.page_size], headers=links)


def _add_single(routes: APIRouter) -> None:
    @routes.get(
        "/requests/{service_request_id:path}.{format}",
        summary="What became of a report",
        responses=answers(ServiceRequest, 200, 403, 404, 429, 503, many=True),
    )
    async def get_request(service_request_id: Name, request: Request, seen: Seen) -> Response:
        return _answer(request, [await seen.one("service_request_id", service_request_id)])

    @routes.get(
        "/tokens/{token:path}.{format}",
        summary="The request of a token",
        description="Requests get their id at once, so no tokens are given out: each id is its own token.",
        responses=answers(Token, 200, 403, 404, 429, 503, many=True),
    )
    async def get_token(token: Name, request: Request, seen: Seen) -> Response:
        id = (await seen.one("token", token)).service_request_id
        return _answer(request, [Token(service_request_id=id, token=id)])


def _answer(
    request: Request,
    found: Sequence[BaseModel],
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> Response:
    content = [one.model_dump() for one in found]
    return answer(request, content, root="service_requests", item="request", status=status, headers=headers)
