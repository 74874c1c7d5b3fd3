"""A browser that follows, as far as a test needs one."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx

from tests.waiting import WITHIN_S


class Events:
    """Server-sent events of one answer."""

    def __init__(self, answer: httpx.Response) -> None:
        self._lines = answer.aiter_lines()

    async def next(self) -> tuple[str, str, dict[str, object]]:
        """Kind, id and data of the next one that is no beat."""
        fields: dict[str, str] = {}
        async for line in self._lines:
            name, _, value = line.partition(": ")
            if name:
                fields[name] = value
            elif fields.get("event") == "beat":
                fields = {}
            else:
                return fields["event"], fields.get("id", ""), json.loads(fields["data"])
        raise EOFError("the answer has ended")

    async def until_known(self, wanted: set[str]) -> dict[str, dict[str, object]]:
        """Rows by id, once all of these came."""
        found: dict[str, dict[str, object]] = {}
        while wanted - found.keys():
            event, _, said = await self.next()
            assert event in ("changes", "stale"), event
            found |= {row["id"]: row for row in said.get("rows", [])}  # type: ignore[attr-defined]
        return found


@asynccontextmanager
async def following(browser: httpx.AsyncClient, mark: str, **asked: str) -> AsyncIterator[Events]:
    """What is told from a mark on."""
    params = {"since": mark, **asked}
    async with browser.stream("GET", "/live/changes", params=params, timeout=WITHIN_S) as answer:
        assert answer.status_code == 200
        yield Events(answer)
