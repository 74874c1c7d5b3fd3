"""Where webhooks may go: nothing that only we can reach, however it is written."""

import socket
from collections.abc import Iterator
from ipaddress import ip_address
from random import Random
from urllib.parse import urlsplit

from sinks.webhooks.addresses import refusal_of, url_refusal
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must

_INSIDE = (
    "127.0.0.1", "127.1", "0x7f.1", "0177.0.0.1", "2130706433", "0", "0.0.0.0", "10.0.0.1",
    "169.254.169.254", "192.168.1.1", "172.16.0.1", "100.64.0.1", "[::1]", "[::]", "[::ffff:127.0.0.1]",
    "[fe80::1%25eth0]", "[fd00::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "localhost", "LOCALHOST.",
    "db", "a.localhost", "127.0.0.1.", "1.1.1.1.1", "\N{CIRCLED DIGIT ONE}27.0.0.1",
    "127\N{IDEOGRAPHIC FULL STOP}0.0.1", "%31%32%37.0.0.1", "127.0.0.1%00.example.org",
)  # fmt: skip
_OUTSIDE = ("example.org", "8.8.8.8", "hook.example.co.id", "[2606:4700::1111]", "xn--bcher-kva.example")
_FORMS = (
    "https://{}/hook",
    "https://{}:443/",
    "https://user@{}/",
    "https://example.org@{}/",
    "https://{}#x",
    "//{}/",
    "{}",
)
_SEEDS = tuple(form.format(host).encode() for form in _FORMS[:2] for host in (*_INSIDE, *_OUTSIDE))


def entrances() -> Iterator[Entrance]:
    yield Entrance("webhook addresses", 1.0, _made, _taken, _SEEDS)


def _made(rng: Random) -> bytes:
    host = rng.choice(_INSIDE if rng.random() < 0.6 else _OUTSIDE)
    url = rng.choice(_FORMS).format(host).encode()
    return mutate.raw(rng, url, _SEEDS) if rng.random() < 0.6 else url


def _taken(content: bytes) -> str:
    url = content.decode("utf-8", "surrogateescape")
    refusal_of(url)
    loose, strict = url_refusal(url, private=True), url_refusal(url, private=False)
    must(strict is not None or loose is None, "what is public may be had inside too")
    if strict is not None:
        must(strict, "a refusal says why")
        return "refused"
    host = urlsplit(url).hostname or ""
    must(url.isascii() and url.isprintable() and "@" not in urlsplit(url).netloc, "an address is plain")
    must(not _is_inside(host), f"{host} is ours alone")
    return ACCEPTED


def _is_inside(host: str) -> bool:
    """As the resolver of this machine reads numbers, which is looser than any rule."""
    try:
        address = ip_address(host)
    except ValueError:
        try:
            address = ip_address(socket.inet_aton(host))
        except (OSError, ValueError):
            return False
    return not address.is_global
