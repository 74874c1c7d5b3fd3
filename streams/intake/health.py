"""Whether the intake is there, and its figures."""

from fastapi import APIRouter

from streams.http.health import health_routes
from streams.intake.here import Here
from streams.metrics import IntakeMetrics


def router() -> APIRouter:
    """It is ready while Kafka answers; keys were read before it began."""
    return health_routes(_answers, _metrics)


async def _answers(here: Here) -> bool:
    return await here.publisher.answers()


async def _metrics(here: Here) -> IntakeMetrics:
    return here.metrics
