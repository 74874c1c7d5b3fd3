"""The HTTP application on a broker and Postgres of its own, asked without a socket between."""

import asyncio
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from random import Random
from urllib.parse import quote_from_bytes

import httpx
from aiokafka import AIOKafkaConsumer, TopicPartition

from schemas.topics import reports
from streams.settings import PostgresSettings, Settings
from streams.stack import prepare
from streams.stack.embedded import EmbeddedBroker, EmbeddedPostgres
from tests.conftest import Broker
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Take, must
from tests.fuzz.entrances.forms import form_bytes
from tests.fuzz.entrances.heads import HEADS
from tests.fuzz.entrances.photos import photo
from tests.fuzz.ledger import Ledger
from tests.fuzz.nasty import WORDS
from tests.integration.intake.conftest import Desk, desk_at

_PATHS = (
    "/open311/v2/requests.json", "/open311/v2/requests.xml", "/open311/v2/services.json",
    "/open311/v2/services/{}.xml", "/open311/v2/requests/{}.json", "/open311/v2/tokens/{}.json",
    "/open311/v2/discovery.xml", "/nearby", "/feeds", "/feeds/all.geojson", "/feeds/{}.atom",
    "/feeds/dishub/{}.csv", "/feeds/dishub/margajaya.html", "/photos/{}.jpg", "/incidents/{}/voices",
    "/incidents/bekasi:traffic:h53onvf2xf57c2t4/voices", "/{}", "/openapi.json",
)  # fmt: skip
_HEADERS = (
    "traceparent",
    "accept-language",
    "accept-encoding",
    "if-none-match",
    "idempotency-key",
)
_FORM = b"application/x-www-form-urlencoded"
_POSTED = (
    "/open311/v2/requests.json",
    "/open311/v2/requests.xml",
    "/incidents/bekasi:traffic:h53onvf2xf57c2t4/voices",
    "/photos",
)


def http_app(seconds: float, seed: int) -> Ledger:
    """Until the time is over; then Kafka must have as many reports as were accepted."""
    ledger = Ledger("http app")
    with (
        tempfile.TemporaryDirectory(prefix="sinergi-fuzz-") as folder,
        EmbeddedBroker(Path(folder) / "broker.log") as broker,
        EmbeddedPostgres(Path(folder) / "pg") as postgres,
    ):
        settings = Settings(
            kafka=broker.settings(), postgres=PostgresSettings(url=postgres.url), folder=Path(folder)
        )
        asyncio.run(_asked(ledger, settings, seconds, Random(f"{seed} http app")))
    ledger.weigh()
    return ledger


async def _asked(ledger: Ledger, settings: Settings, seconds: float, rng: Random) -> None:
    await prepare(settings)
    until, published = time.monotonic() + seconds, 0
    async with desk_at(Broker(settings.kafka, embedded=True), settings.postgres.url, settings.folder) as desk:
        await desk.pool.execute("update api_keys set per_minute = 100000000")
        await desk.client.get("/feeds")
        while time.monotonic() < until:
            request = _request(desk, rng)
            status = await _answered(ledger, desk, request)
            published += status == 201 and not request.url.path.startswith("/photos")
        found = await _ends(settings)
    if found != published:
        ledger.unaccounted += abs(found - published)
        ledger.faults["unaccounted: accepted and not in Kafka, or the other way"] = (
            f"{published} {found}".encode()
        )


def _request(desk: Desk, rng: Random) -> httpx.Request:
    headers = {name.encode(): _header(rng) for name in rng.sample(_HEADERS, k=rng.choice((0, 0, 1, 2)))}
    if rng.random() < 0.6:
        path = rng.choice(_POSTED)
        body, kind = _photo(rng) if path == "/photos" else (form_bytes(rng), _FORM)
        headers[b"content-type"] = kind if rng.random() < 0.97 else _header(rng)
        return desk.client.build_request("POST", path, content=body, headers=headers)
    word = rng.choice(WORDS) if rng.random() < 0.7 else mutate.text(rng)[:500]
    path = rng.choice(_PATHS).format(quote_from_bytes(word.encode("utf-8", "surrogatepass"), safe=""))
    method = rng.choice(("GET", "GET", "GET", "HEAD", "DELETE", "OPTIONS"))
    query = form_bytes(rng)[:4_000]
    url = httpx.URL(
        "http://intake",
        raw_path=path.encode() + (b"?" + quote_from_bytes(query, safe="=&%+").encode() if query else b""),
    )
    return desk.client.build_request(method, url, headers=headers)


def _photo(rng: Random) -> tuple[bytes, bytes]:
    name = mutate.raw(rng, b"x.jpg").replace(b"\r", b"").replace(b"\n", b"")
    head = (
        b'--xyz\r\nContent-Disposition: form-data; name="photo"; filename="'
        + name
        + b'"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    return head + photo(rng) + b"\r\n--xyz--\r\n", b"multipart/form-data; boundary=xyz"


def _header(rng: Random) -> bytes:
    """A socket lets no line feed through."""
    found = mutate.raw(
        rng, rng.choice((*HEADS, b"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", b"k-1"))
    )
    return found.replace(b"\r", b"").replace(b"\n", b"").replace(b"\x00", b"")[:2_000]


async def _answered(ledger: Ledger, desk: Desk, request: httpx.Request) -> int | None:
    """The status; None if an exception came through."""
    content = f"{request.method} {request.url} {request.headers.raw} ".encode() + request.content
    try:
        response = await desk.client.send(request)
    except Exception as error:
        ledger.knock(_raising(error), content)
        return None
    ledger.knock(lambda _: _judged(response), content)
    return response.status_code


def _raising(error: Exception) -> Take:
    def take(_: bytes) -> str:
        raise error

    return take


def _judged(response: httpx.Response) -> str:
    must(response.status_code < 500, f"no fault of ours: {response.status_code}")
    for name, value in response.headers.items():
        must(name.isprintable() and all(letter >= " " for letter in value), "no header holds another")
    if response.status_code < 400:
        return ACCEPTED
    must(response.content or response.request.method == "HEAD", "a refusal says why")
    return str(response.status_code)


async def _ends(settings: Settings) -> int:
    """How many records the channel's topic has."""
    async with AIOKafkaConsumer(bootstrap_servers=list(settings.kafka.brokers)) as consumer:
        topic = reports("sorot")
        parts: Sequence[TopicPartition] = [
            TopicPartition(topic, number) for number in range(settings.kafka.partitions)
        ]
        return sum((await consumer.end_offsets(parts)).values())
