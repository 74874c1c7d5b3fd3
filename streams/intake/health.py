"""Whether the intake is there, for whoever starts it again or sends requests to it, and its figures."""

from fastapi import APIRouter, Request, Response

from streams.intake.here import Here


def router() -> APIRouter:
    """`/healthz/live`, `/healthz/ready` (Kafka answers; keys were read before it began), `/metrics`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @routes.get("/healthz/ready")
    async def ready(here: Here, response: Response) -> dict[str, bool]:
        answers = await here.publisher.answers()
        response.status_code = 200 if answers else 503
        return {"ready": answers}

    @routes.get("/metrics")
    async def metrics(here: Here, request: Request) -> Response:
        body, content_type = here.metrics.page(request.headers.get("Accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return routes
