"""Operations that tell what may be reported, and where."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Request, Response

from streams.intake.georeport.discovery import PREFIX, changed_at, discovery_of
from streams.intake.georeport.documents import TAGS, answers
from streams.intake.georeport.parameters import in_a_format, in_this_city
from streams.intake.georeport.services import definition_of, services_of
from streams.intake.georeport.shapes import Discovery, Service, ServiceDefinition
from streams.intake.here import Here
from streams.intake.http.answers import answer
from streams.intake.service import service_in


def router() -> APIRouter:
    """Discovery, the list of services, and their definitions."""
    routes = APIRouter(prefix=PREFIX, tags=[*TAGS], dependencies=[Depends(in_a_format)])

    @routes.get("/discovery.{format}", summary="Where the API is", responses=answers(Discovery, 200, 404))
    async def discovery(here: Here, request: Request) -> Response:
        found = discovery_of(here.settings, here.catalog, changed_at(here.settings))
        return answer(request, found.model_dump(), root="discovery")

    @routes.get(
        "/v2/services.{format}",
        summary="What may be reported",
        responses=answers(Service, 200, 404, many=True),
        dependencies=[Depends(in_this_city)],
    )
    async def services(here: Here, request: Request) -> Response:
        found = [service.model_dump() for service in services_of(here.catalog)]
        return answer(request, found, root="services", item="service")

    @routes.get(
        "/v2/services/{service_code}.{format}",
        summary="What the form of a service asks",
        responses=answers(ServiceDefinition, 200, 404),
        dependencies=[Depends(in_this_city)],
    )
    async def definition(
        service_code: Annotated[str, Path(examples=["flood"])], here: Here, request: Request
    ) -> Response:
        found = definition_of(service_in(here.catalog, service_code))
        return answer(request, found.model_dump(), root="service_definition")

    return routes
