"""Whether the board is there, and its figures."""

from fastapi import APIRouter

from streams.board.here import Here
from streams.http.health import health_routes
from streams.metrics import BoardMetrics


def router() -> APIRouter:
    """It is ready while it hears of changes; without Kafka it still shows."""
    return health_routes(_hears, _metrics)


async def _hears(here: Here) -> bool:
    return here.hub.fresh


async def _metrics(here: Here) -> BoardMetrics:
    return here.metrics
