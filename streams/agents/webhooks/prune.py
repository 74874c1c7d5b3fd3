"""Forgets deliveries that were finished long ago."""

import asyncio

from sinks.webhooks.deliveries import PRUNED_AT_ONCE, Deliveries

EVERY_S = 3_600.0


async def prune(deliveries: Deliveries, kept_days: int) -> None:
    """Without end: all that is too old by now, and again every hour."""
    while True:
        if await deliveries.prune(kept_days) < PRUNED_AT_ONCE:
            await asyncio.sleep(EVERY_S)
