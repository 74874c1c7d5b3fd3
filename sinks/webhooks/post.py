"""One try: a signed POST, and how it ended."""

import os
import socket
import ssl
from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import (
    ClientConnectorDNSError,
    ClientConnectorError,
    ClientError,
    ClientSession,
    ClientTimeout,
    DummyCookieJar,
    TCPConnector,
)
from aiohttp.abc import AbstractResolver
from aiohttp.typedefs import LooseHeaders

from sinks.webhooks.addresses import refusal_of
from sinks.webhooks.backoff import retry_after_s
from sinks.webhooks.verdict import Answer

AGENT = "sinergi-webhooks"

AddressInfo = tuple[int | socket.AddressFamily, int | socket.SocketKind, int, str, tuple[object, ...]]


class RefusedAddressError(OSError):
    """The host's address is not a public one."""


def open_session(
    *, private: bool, timeout_s: float, resolver: AbstractResolver | None = None
) -> ClientSession:
    """Connections to receivers, to be closed by the caller. `private` lets our own networks in.

    The address is looked at where the socket for it is made, so it does not matter how the host was
    written, what its name stood for before, or what it will stand for. Neither cookies nor proxies of
    the environment are heeded.
    """
    connector = TCPConnector(resolver=resolver, socket_factory=None if private else public_socket)
    return ClientSession(
        connector=connector,
        timeout=ClientTimeout(total=timeout_s),
        cookie_jar=DummyCookieJar(),
        auto_decompress=False,
        headers={"User-Agent": AGENT},
        trust_env=False,
    )


def public_socket(info: AddressInfo) -> socket.socket:
    """A socket for a public address. Raises `RefusedAddressError`."""
    family, kind, protocol, _, address = info
    if reason := refusal_of(str(address[0])):
        raise RefusedAddressError(reason)
    return socket.socket(family, kind, protocol)


async def post(session: ClientSession, url: str, headers: Mapping[str, str], body: bytes) -> Answer:
    """Send it, and tell how that ended. Of the answer nothing is read but status and headers."""
    everything: LooseHeaders = {"Content-Type": "application/json", **headers}
    try:
        async with session.post(url, data=body, headers=everything, allow_redirects=False) as response:
            asked = retry_after_s(response.headers.get("Retry-After"), datetime.now(UTC))
            return Answer(response.status, _status_reason(response.status), asked)
    except TimeoutError:
        return Answer(None, f"no answer within {session.timeout.total:g} s")
    except (ClientError, OSError, ValueError) as error:  # ValueError: names that cannot be looked up
        return Answer(None, _words(error))


def _status_reason(status: int) -> str:
    if 200 <= status < 300:
        return ""
    return f"status {status}" + (", and redirects are not followed" if 300 <= status < 400 else "")


def _words(error: Exception) -> str:
    """Ours, and the system's for its own errors: what a receiver says, or its URL, is read by too many."""
    if isinstance(error, ClientConnectorDNSError):
        return "no connection: its name is not known"
    if isinstance(error, ClientConnectorError):
        return f"no connection: {_cause(error.os_error)}"
    return f"no HTTP answer: {_cause(error)}"


def _cause(error: Exception) -> str:
    if isinstance(error, RefusedAddressError):
        return str(error)
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not good: {error.verify_message}"
    if isinstance(error, OSError) and not isinstance(error, ssl.SSLError) and error.errno:
        return os.strerror(error.errno)
    return type(error).__name__
