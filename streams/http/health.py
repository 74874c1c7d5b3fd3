"""Whether a server is there, for whoever starts it again or sends requests to it, and its figures."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from streams.metrics import HttpMetrics


def health_routes(
    is_ready: Callable[..., Awaitable[bool]], figures: Callable[..., Awaitable[HttpMetrics]]
) -> APIRouter:
    """`/healthz/live`, `/healthz/ready`, `/metrics`. Both are dependencies, as FastAPI has them."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    @routes.get("/healthz/ready")
    async def ready(answers: Annotated[bool, Depends(is_ready)], response: Response) -> dict[str, bool]:
        response.status_code = 200 if answers else 503
        return {"ready": answers}

    @routes.get("/metrics")
    async def metrics(kept: Annotated[HttpMetrics, Depends(figures)], request: Request) -> Response:
        body, content_type = kept.page(request.headers.get("Accept", ""))
        return Response(body, headers={"Content-Type": content_type})

    return routes
