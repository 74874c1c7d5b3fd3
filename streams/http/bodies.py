"""The body of a request, bounded while it arrives."""

import asyncio

from fastapi import Request
from starlette.requests import ClientDisconnect

from streams.http.faults import Fault

WITHIN_S = 30.0


async def read_body(request: Request, most_bytes: int) -> bytes:
    """All of it. Raises `Fault`: too large, too slow, cut off."""
    too_large = Fault(413, "too_large", most=most_bytes // 1024)
    if _told_length(request) > most_bytes:
        raise too_large
    body = bytearray()
    try:
        async with asyncio.timeout(WITHIN_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most_bytes:
                    raise too_large
    except TimeoutError as error:
        raise Fault(408, "too_slow") from error
    except ClientDisconnect as error:
        raise Fault(400, "cut_off") from error
    return bytes(body)


def _told_length(request: Request) -> int:
    told = request.headers.get("content-length", "")
    return int(told) if told.isascii() and told.isdecimal() else 0
