"""Whose word on who calls is believed: addresses and networks of proxies, with commas."""

from ipaddress import ip_network
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field

_WIDEST = {4: 8, 6: 7}
"""Bits of the widest networks that are somebody's own (10.0.0.0/8, fc00::/7)."""


def _named(proxies: str) -> str:
    """What uvicorn cannot read it takes for a name that nobody has: silently, so it is looked at here."""
    for one in filter(None, map(str.strip, proxies.split(","))):
        network = ip_network(one)
        if network.prefixlen < _WIDEST[network.version]:
            raise ValueError(f"{network} is too wide: callers could claim any address")
    return proxies


Proxies: TypeAlias = Annotated[
    str,
    AfterValidator(_named),
    Field(description="proxies whose word on who calls is believed, with commas"),
]
