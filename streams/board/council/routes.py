"""`/overview`, `/figures` and `/hearing`, each with what it shows as CSV."""

from fastapi import APIRouter

from streams.board.council import hearing, overview, tables


def router() -> APIRouter:
    """All of them."""
    routes = APIRouter()
    for page in (overview, tables, hearing):
        routes.include_router(page.router())
    return routes
