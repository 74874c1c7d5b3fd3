"""Whether the intake is there, for whoever starts it again or sends requests to it."""

from fastapi import APIRouter


def router() -> APIRouter:
    """`/healthz/live`."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/healthz/live")
    async def live() -> dict[str, bool]:
        return {"live": True}

    return routes
