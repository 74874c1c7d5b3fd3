"""Where webhooks may go: the public internet, and nothing that only we can reach. Pure."""

import re
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from urllib.parse import SplitResult, urlsplit

_LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
_NAME = re.compile(rf"{_LABEL}(?:\.{_LABEL})*\.?", re.IGNORECASE)
_NAME_LENGTH = 253
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.IGNORECASE)
_IPV6_PUBLIC = IPv6Network("2000::/3")
_NOT_PUBLIC = tuple(
    (ip_network(network), name)
    for network, name in (
        ("100.64.0.0/10", "a shared address of a provider"),
        ("192.0.0.0/24", "a reserved address"),
        ("192.88.99.0/24", "a 6to4 relay"),
        ("::ffff:0:0/96", "an IPv4 address inside IPv6"),
        ("64:ff9b::/96", "a NAT64 address"),
        ("64:ff9b:1::/48", "a NAT64 address"),
        ("2001::/32", "a Teredo address"),
        ("2001::/23", "a reserved address"),
        ("2001:db8::/32", "an address for documentation"),
        ("2002::/16", "a 6to4 address"),
        ("3fff::/20", "an address for documentation"),
        ("fec0::/10", "a private address"),
    )
)


def refusal_of(address: str) -> str | None:
    """Why nothing is sent to an IP address; None if it may be."""
    try:
        found = ip_address(address)
    except ValueError:
        return f"{address!r} is no IP address"
    what = _kind(found)
    return f"{address} is {what}" if what else None


def url_refusal(url: str, *, private: bool) -> str | None:
    """Why a URL cannot be a destination; None if it can. `private` lets http and our own networks in.

    What a name stands for is looked at whenever it is connected to, since that may change.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return f"it is no URL: {error}"
    if what := _form(url, parts, private=private):
        return what
    if port == 0:
        return "nobody listens on port 0"
    if _is_address(host):
        return None if private else refusal_of(host)
    return _name_refusal(host, bracketed="[" in parts.netloc, private=private)


def _form(url: str, parts: SplitResult, *, private: bool) -> str | None:
    if not url.isascii() or not url.isprintable() or " " in url:
        return "it may hold printable ASCII only"
    if parts.scheme != "https" and not (private and parts.scheme == "http"):
        return f"it begins with {parts.scheme or 'nothing'!r}, and must with https"
    if not parts.hostname:
        return "it names no host"
    if parts.username is not None or parts.password is not None:
        return "it holds a user or password; the signature says who we are"
    if parts.fragment:
        return "what follows # is never sent"
    return None


def _name_refusal(host: str, *, bracketed: bool, private: bool) -> str | None:
    """Why a host that is no address is no name either, or one that only we know.

    What ends in a number is an address to whoever resolves it, as 127.1, 0177.0.0.1 and 2130706433 are.
    """
    *_, last = host.removesuffix(".").split(".")
    if bracketed or len(host) > _NAME_LENGTH or not _NAME.fullmatch(host):
        return f"{host!r} is no name of a host"
    if _NUMBER.fullmatch(last):
        return f"{host!r} is no name of a host; an address is written as four numbers"
    if not private and ("." not in host.removesuffix(".") or last == "localhost"):
        return f"{host!r} is a name inside a network"
    return None


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True


def _kind(address: IPv4Address | IPv6Address) -> str | None:
    """What it is, if it is not public. What stands for another address is judged by that it does."""
    kinds = (
        *((address in network, name) for network, name in _NOT_PUBLIC),
        (address.is_unspecified, "no address"),
        (address.is_loopback, "a loopback address"),
        (address.is_link_local, "a link-local address"),
        (address.is_multicast, "a multicast address"),
        (address.is_reserved, "a reserved address"),
        (address.is_private, "a private address"),
        (isinstance(address, IPv6Address) and address not in _IPV6_PUBLIC, "a reserved address"),
    )
    return next((name for holds, name in kinds if holds), None)
