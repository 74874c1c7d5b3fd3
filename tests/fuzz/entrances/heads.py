"""What stands in the head of a request: conditions, weights, languages, and links of photos."""

from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from random import Random

from schemas.contract import storable
from streams.http.conditional import is_known, takes_gzip
from streams.http.language import language_of
from streams.http.rendering import rendering
from streams.photos.links import Secrets, left_s, sha256_of, sign
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must

_SECRETS = Secrets("s" * 32)
HEADS = (
    b'"abc", W/"def", *',
    b"gzip;q=0.5, *;q=0, br",
    b"id, en;q=0.8",
    b"gzip;q=1.1.1",
    b"id;q=\xc2\xb2",
    b'W/"',
)


def entrances() -> Iterator[Entrance]:
    yield Entrance("http: headers", 1.0, partial(_mutated, HEADS), _head, HEADS)
    yield Entrance("http: links of photos", 1.0, partial(_mutated, _LINKS), _link, _LINKS)


def _mutated(seeds: tuple[bytes, ...], rng: Random) -> bytes:
    return mutate.raw(rng, rng.choice(seeds), seeds)


_MADE = rendering(b"x", "text/plain", datetime(2026, 1, 1, tzinfo=UTC))


def _head(content: bytes) -> str:
    header = content.decode("latin-1")  # As Starlette has it.
    known, packed, language = is_known(header, _MADE), takes_gzip(header), language_of(header)
    must(isinstance(known, bool) and isinstance(packed, bool), "a header means yes or no")
    must(language in {"id", "en"}, "there is a language to answer in")
    return ACCEPTED


_PUBLIC = "http://intake"
_LINKS = (
    f"{_PUBLIC}/photos/{'a' * 64}.jpg?expires=1&signature=x".encode(),
    sign(_PUBLIC, "b" * 64, 99, _SECRETS).encode(),  # type: ignore[union-attr]
    f"{_PUBLIC}/photos/../../etc/passwd".encode(),
    f"{_PUBLIC}/photos/%2e%2e/{'c' * 64}.jpg".encode(),
)


def _link(content: bytes) -> str:
    url = content.decode("utf-8", "surrogateescape")
    sha256 = sha256_of(_PUBLIC, url)
    before, _, rest = url.partition("?expires=")
    expires, _, signature = rest.partition("&signature=")
    if not storable(signature):  # Neither can a query hold it.
        return "no text"
    left = left_s("b" * 64, expires, signature, 0.0, _SECRETS)
    must(left == 0 or (expires, signature) == _signed(), "nothing is shown that was not signed")
    if sha256 is None:
        return "no photo of ours"
    must(
        len(sha256) == 64 and set(sha256) <= set("0123456789abcdef") and before,
        "a photo's name leads nowhere else",
    )
    return ACCEPTED


def _signed() -> tuple[str, str]:
    query = _LINKS[1].decode().partition("?expires=")[2]
    expires, _, signature = query.partition("&signature=")
    return expires, signature
