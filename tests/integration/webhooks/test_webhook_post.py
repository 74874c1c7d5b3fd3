"""One try on the wire: where it may go, and how it ends."""

import asyncio
import socket
import ssl
import struct
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientConnectorCertificateError, web
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.client_reqrep import ConnectionKey

from sinks.webhooks import post as posting
from sinks.webhooks.addresses import refusal_of
from sinks.webhooks.post import open_session, post
from sinks.webhooks.verdict import Answer
from tests.integration.webhooks.receiver import Receiver

HEADERS = {"webhook-id": "1"}


class Names(AbstractResolver):
    """A name server in the hands of somebody else: another answer each time it is asked."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self.left = list(answers)

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        answer = self.left.pop(0)
        return [
            ResolveResult(
                hostname=host,
                host=one,
                port=port,
                family=socket.AF_INET6 if ":" in one else socket.AF_INET,
                proto=0,
                flags=socket.AI_NUMERICHOST,
            )
            for one in answer
        ]

    async def close(self) -> None:
        return


async def tried(
    url: str, *, private: bool = False, names: Names | None = None, timeout_s: float = 5
) -> Answer:
    async with open_session(private=private, timeout_s=timeout_s, resolver=names) as session:
        return await post(session, url, HEADERS, b"{}")


@asynccontextmanager
async def saying(raw: bytes) -> AsyncIterator[str]:
    """The address of a server that says these bytes whatever it is asked, and hangs up."""

    async def say(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(raw)
        writer.close()

    server = await asyncio.start_server(say, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@asynccontextmanager
async def hanging_up() -> AsyncIterator[str]:
    """The address of a server that resets every connection."""

    async def reset(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        made: socket.socket = writer.get_extra_info("socket")
        made.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        writer.close()

    server = await asyncio.start_server(reset, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "169.254.169.254", "10.0.0.1"])
async def test_a_name_that_stands_for_something_of_ours_is_refused(address: str, receiver: Receiver) -> None:
    port = receiver.url.rsplit(":", 1)[1]
    answer = await tried(f"http://dinas.example:{port}/", names=Names([address]))
    assert answer.status is None
    assert answer.reason.startswith(f"no connection: {address} is ")
    assert receiver.heard == []


async def test_a_name_that_was_public_before_is_looked_at_again(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """DNS rebinding: what was true when the webhook was added, or a moment ago, does not count."""
    port = receiver.url.rsplit(":", 1)[1]
    public = "127.0.0.2"  # Stands for a public address: nobody listens there, but it may be connected to.
    monkeypatch.setattr(posting, "refusal_of", lambda one: None if one == public else refusal_of(one))
    names = Names([public], ["127.0.0.1"])
    async with open_session(private=False, timeout_s=5, resolver=names) as session:
        session.connector._use_dns_cache = False  # type: ignore[union-attr]
        before, after = [
            await post(session, f"http://dinas.example:{port}/", HEADERS, b"{}") for _ in range(2)
        ]
    assert before.reason == "no connection: Connection refused"
    assert after.reason == "no connection: 127.0.0.1 is a loopback address"
    assert receiver.heard == []


async def test_of_several_addresses_none_of_ours_is_connected_to(receiver: Receiver) -> None:
    port = receiver.url.rsplit(":", 1)[1]
    answer = await tried(f"http://dinas.example:{port}/", names=Names(["127.0.0.1", "::1", "10.0.0.1"]))
    assert answer.reason == "no connection: 10.0.0.1 is a private address"
    assert receiver.heard == []


@pytest.mark.parametrize("answers", [["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "127.0.0.2"]])
@pytest.mark.parametrize("public", ["127.0.0.1", "127.0.0.2"])
async def test_of_a_name_with_public_and_private_addresses_only_the_public_is_connected_to(
    answers: list[str], public: str, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The receiver listens on the first alone, which stands for a public address or for one of ours."""
    monkeypatch.setattr(posting, "refusal_of", lambda one: None if one == public else refusal_of(one))
    port = receiver.url.rsplit(":", 1)[1]
    answer = await tried(f"http://dinas.example:{port}/", names=Names(answers))
    listens = public == "127.0.0.1"
    assert answer.ok == listens
    assert len(receiver.heard) == listens


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f.1", "localhost", "[::1]", "0.0.0.0"]
)
async def test_however_our_own_machine_is_written_it_is_refused(host: str, receiver: Receiver) -> None:
    port = receiver.url.rsplit(":", 1)[1]
    answer = await tried(f"http://{host}:{port}/")
    assert answer.status is None
    assert receiver.heard == []


async def test_where_private_ones_are_let_in_it_is_delivered(receiver: Receiver) -> None:
    assert await tried(receiver.url, private=True) == Answer(204)
    assert len(receiver.heard) == 1


async def test_proxies_of_the_environment_are_not_used(
    receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    assert (await tried(receiver.url, private=True)).ok


async def test_cookies_are_not_carried_on(receiver: Receiver) -> None:
    receiver.answer = lambda _heard, _times: web.Response(headers={"Set-Cookie": "siapa=kami"})
    url = f"http://dinas.example:{receiver.url.rsplit(':', 1)[1]}/"  # Of addresses no jar keeps cookies.
    async with open_session(private=True, timeout_s=5, resolver=Names(["127.0.0.1"])) as session:
        for _ in range(2):
            assert (await post(session, url, HEADERS, b"{}")).ok
    assert len(receiver.heard) == 2
    assert all("cookie" not in heard.headers for heard in receiver.heard)


async def test_what_the_receiver_asks_for_is_told() -> None:
    raw = b"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\nContent-Length: 0\r\n\r\n"
    async with saying(raw) as url:
        assert await tried(url, private=True) == Answer(429, "status 429", 7)


async def test_what_the_receiver_asks_for_and_nobody_can_read_counts_as_nothing() -> None:
    asked = b"Retry-After: Mon, 01 Jan 99999999999999 00:00:00 GMT"
    async with saying(b"HTTP/1.1 429 Slow\r\n" + asked + b"\r\nContent-Length: 0\r\n\r\n") as url:
        assert await tried(url, private=True) == Answer(429, "status 429")


async def test_who_does_not_answer_is_not_waited_for(receiver: Receiver) -> None:
    receiver.open.clear()
    answer = await tried(receiver.url, private=True, timeout_s=0.2)
    assert answer == Answer(None, "no answer within 0.2 s")
    receiver.open.set()


async def test_an_answer_without_end_is_not_read() -> None:
    """The status counts; of gigabytes nothing is taken in."""
    async with saying(b"HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n\r\n" + b"x" * 100_000) as url:
        assert await tried(url, private=True, timeout_s=5) == Answer(200)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", "ServerDisconnectedError"),
        (b"NIK 3275012345678901\r\n\r\n", "ClientResponseError"),
        (b"HTTP/1.1 200 3275012345678901\r\nx\x00y: 1\r\n\r\n", "ClientResponseError"),
        (b"HTTP/1.1 200 OK\r\n" + b"x: " + b"y" * 100_000 + b"\r\n\r\n", "ClientResponseError"),
    ],
)
async def test_what_is_no_http_is_a_failure_in_our_own_words(raw: bytes, kind: str) -> None:
    """Readers of the table see neither what the receiver said nor its address."""
    async with saying(raw) as url:
        answer = await tried(f"{url}?kunci=rahasia", private=True)
    assert answer == Answer(None, f"no HTTP answer: {kind}")


async def test_who_only_hangs_up_has_the_words_of_the_system() -> None:
    async with hanging_up() as url:
        answer = await tried(f"{url}?kunci=rahasia", private=True)
    assert answer == Answer(None, "no HTTP answer: Connection reset by peer")


async def test_nobody_there_or_no_such_name_is_told() -> None:
    assert await tried("http://127.0.0.1:1/", private=True) == Answer(
        None, "no connection: Connection refused"
    )
    for name in ("http://a..b/", f"http://{'x' * 64}.example/", "http://[::1/?kunci=rahasia"):
        answer = await tried(name, private=True)
        assert answer.status is None
        assert answer.reason
        assert "rahasia" not in answer.reason


def test_of_a_certificate_it_is_said_what_is_wrong_with_it() -> None:
    fault = ssl.SSLCertVerificationError(1, "certificate verify failed")
    fault.verify_message = "certificate has expired"
    key = ConnectionKey("dinas.example", 443, True, True, None, None, None)
    reason = posting._words(ClientConnectorCertificateError(key, fault))
    assert reason == "no connection: its certificate is not good: certificate has expired"
