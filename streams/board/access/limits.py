"""How often one may try, by whatever one is known by, in bounded memory."""

import time
from collections.abc import Callable
from ipaddress import ip_address, ip_network

from fastapi import Request

from streams.http.allowance import Allowance
from streams.http.lately import Lately

KNOWN_MAX = 10_000
_V6_PREFIX = 56
"""What a provider gives to a household, to divide among its networks."""


class Limits:
    """Whoever was not seen for longest is forgotten first."""

    def __init__(
        self, per_minute: int, most: int = KNOWN_MAX, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_minute = per_minute
        self._now_s = now_s
        self._known: Lately[str, Allowance] = Lately(most)

    def wait_s(self, who: str) -> float:
        """Take one try; 0 if there was one, else after how many seconds there will be."""
        return self._known.of(who, lambda: Allowance(self._per_minute)).wait_s(self._now_s())

    def forget(self, who: str) -> None:
        """Who has shown who it is was not guessing."""
        self._known.forget(who)


def place_asking(request: Request) -> str:
    """The place that a request comes from."""
    return place_of(request.client.host if request.client else "")


def place_of(address: str) -> str:
    """Where an address is: of IPv6 the network, since one household has 2^72 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(found) if found.version == 4 else str(ip_network((found, _V6_PREFIX), strict=False))
