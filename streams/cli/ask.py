"""One question to Postgres."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sinks.postgres import Pool
from streams.connections import postgres
from streams.settings import Settings

T = TypeVar("T")


def ask(settings: Settings, question: Callable[[Pool], Awaitable[T]]) -> T:
    """The answer. Raises `UnreachableError`, `NotReadyError`."""

    async def asked() -> T:
        async with postgres(settings.postgres) as pool:
            return await question(pool)

    return asyncio.run(asked())
