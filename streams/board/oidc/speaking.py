"""HTTP with a provider: bounded in time and size, and led nowhere else."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from streams.board.oidc.failures import AwayError

WITHIN_S = 5.0
BYTES_MAX = 256 * 1024


@dataclass(frozen=True, slots=True)
class Speaking:
    """One client for all that is asked."""

    _session: aiohttp.ClientSession

    async def read(self, url: str) -> object:
        """The JSON at an address. Raises `AwayError`."""
        status, document = await self._answer("GET", url)
        if status != 200:
            raise AwayError(f"status {status}")
        return document

    async def post(self, url: str, form: Mapping[str, str], headers: Mapping[str, str]) -> tuple[int, object]:
        """Status and JSON of the answer to a form; the status is below 500. Raises `AwayError`."""
        return await self._answer("POST", url, form, headers)

    async def _answer(
        self,
        method: str,
        url: str,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> tuple[int, object]:
        asked = {"Accept": "application/json", **(headers or {})}
        try:
            async with self._session.request(
                method, url, data=form, headers=asked, allow_redirects=False
            ) as response:
                body = bytearray()
                async for chunk in response.content.iter_chunked(BYTES_MAX):
                    body += chunk
                    if len(body) > BYTES_MAX:
                        raise AwayError("the answer is too large")
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            raise AwayError(type(error).__name__) from error
        if response.status >= 500:
            raise AwayError(f"status {response.status}")
        try:
            return response.status, json.loads(body)
        except ValueError as error:
            raise AwayError(f"status {response.status}, and no JSON") from error


@asynccontextmanager
async def speaking() -> AsyncIterator[Speaking]:
    """Until the end of the block."""
    async with aiohttp.ClientSession(
        timeout=within(WITHIN_S), cookie_jar=aiohttp.DummyCookieJar()
    ) as session:
        yield Speaking(session)


def within(seconds: float) -> aiohttp.ClientTimeout:
    """For all of an answer, from the name's look-up on."""
    return aiohttp.ClientTimeout(total=seconds)
