"""Whether the board is there, for whoever starts it again or sends requests to it, and its figures."""

from fastapi import APIRouter, Request, Response

from streams.board.here import Here


def router() -> APIRouter:
    """`/healthz/live`, `/healthz/ready` (it hears of changes; without Kafka it still shows), `/metrics`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @routes.get("/healthz/ready")
    async def ready(here: Here, response: Response) -> dict[str, bool]:
        response.status_code = 200 if here.hub.fresh else 503
        return {"ready": here.hub.fresh}

    @routes.get("/metrics")
    async def metrics(here: Here, request: Request) -> Response:
        body, content_type = here.metrics.page(request.headers.get("Accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return routes
