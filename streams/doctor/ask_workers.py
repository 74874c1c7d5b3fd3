"""Asks the processes on this machine for what they say of themselves."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aiohttp
from prometheus_client.parser import text_string_to_metric_families

ANSWER_S = 3.0
PAGE_BYTES = 4 << 20
_BUILD = "sinergi_build_info"


@dataclass(frozen=True, slots=True)
class Page:
    """One process. Statuses are those of HTTP, None where nobody listens; `away` says that nobody does.

    `versions` are those of the processes that its figures name.
    """

    process: str
    address: str
    live: int | None = None
    ready: int | None = None
    versions: Mapping[str, str] | None = None

    @property
    def away(self) -> bool:
        """Whether nobody answers."""
        return self.live is None and self.ready is None and self.versions is None


async def ask_workers(addresses: Mapping[str, str]) -> Sequence[Page]:
    """Of each process what its pages say; `addresses` are by process. One that is not there is away."""
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=ANSWER_S)) as session:
        return await asyncio.gather(*(_page(session, *one) for one in addresses.items()))


async def _page(session: aiohttp.ClientSession, process: str, address: str) -> Page:
    live, _ = await _get(session, f"{address}/healthz/live")
    ready, _ = await _get(session, f"{address}/healthz/ready")
    status, figures = await _get(session, f"{address}/metrics")
    return Page(process, address, live, ready, versions_of(figures) if status == 200 else None)


async def _get(session: aiohttp.ClientSession, address: str) -> tuple[int | None, str]:
    try:
        async with session.get(address) as response:
            body = await response.content.read(PAGE_BYTES)
            return response.status, body.decode(errors="replace")
    except (aiohttp.ClientError, TimeoutError):
        return None, ""


def versions_of(figures: str) -> Mapping[str, str]:
    """What `build_info` says, by process; nothing of a page that is not Prometheus'."""
    try:
        return {
            sample.labels["process"]: sample.labels["version"]
            for family in text_string_to_metric_families(figures)
            for sample in family.samples
            if sample.name == _BUILD
        }
    except (ValueError, KeyError):
        return {}
