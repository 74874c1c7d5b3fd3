"""What comes over HTTP, past the socket: forms and queries."""

import asyncio
from collections.abc import Callable, Iterator
from functools import partial
from random import Random
from urllib.parse import quote_from_bytes

from fastapi import Request
from pydantic import ValidationError

from schemas.contract import storable
from schemas.rejection import Origin, Rejection
from streams.board.citizens.status import keys_of
from streams.core.normalize import normalize
from streams.http import forms
from streams.http.faults import Fault
from streams.http.forms import MULTIPART, URLENCODED, Form, form_of, read_form
from streams.intake.georeport.records import record_of
from streams.intake.georeport.said import said_in
from streams.intake.georeport.wanted import Asked, listed, report_key_in, wanted_of
from streams.intake.http.answers import to_xml
from streams.intake.http.words import words_of
from streams.intake.nearby.routes import Around
from streams.intake.nearby.voices import reporter_of, voice_in
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, Entrance, must
from tests.fuzz.entrances.records import CATALOG, NOON

SECRET = b"s" * 32
_NAMES = (
    "service_code", "lat", "long", "accuracy_m", "address_string", "address_id", "description",
    "media_url", "requested_datetime", "account_id", "device_id", "email", "phone",
    "attribute[ketinggian_air]", "api_key", "attribute[x][]", "attribute[", "jurisdiction_id",
    "first_name", "page", "page_size", "status", "start_date", "end_date", "service_request_id",
    "radius_m", "number", "",
)  # fmt: skip
_VALUES = (
    "flood", "street_light", "-6.2361", "106.9997", "12.5", "1e400", "nan", "-0", "selutut", "margamulya",
    "1_0", "2026-11-24T08:30:00+07:00", "2026-11-24T08:30:00 07:00", "https://foto.example/1.jpg",
    "a@b.id", "open,closed", "0812-3456-7890", "sorot:S-1", "sorot:S-1,poc:2", "1001", "0",
    "\N{SUPERSCRIPT TWO}", "\N{ARABIC-INDIC DIGIT ONE}",
)  # fmt: skip
_GOOD = (
    b"service_code=flood&lat=-6.2361&long=106.9997&description=Air+masuk+rumah"
    b"&attribute%5Bketinggian_air%5D=selutut"
)
_SEEDS = (
    _GOOD,
    b"account_id=warga-1&lat=-6.2&long=106.9",
    b"service_code=street_light&address_string=jl+juanda&description=x",
)
_BOUNDARY = b"xyz"
_MULTIPART = (
    b'--xyz\r\nContent-Disposition: form-data; name="service_code"\r\n\r\nflood\r\n--xyz\r\n'
    b'Content-Disposition: form-data; name="description"\r\n\r\nAir masuk\r\n--xyz--\r\n',
    b'--xyz\r\nContent-Disposition: form-data; name="a"; filename="../../x"\r\n'
    b"Content-Type: text/plain\r\n\r\nx\r\n--xyz--\r\n",
)


def entrances() -> Iterator[Entrance]:
    yield Entrance("http: report forms", 4.0, form_bytes, partial(_answered, _report), _SEEDS)
    yield Entrance("http: voices", 2.0, form_bytes, partial(_answered, _voice), _SEEDS)
    yield Entrance(
        "http: queries",
        2.0,
        form_bytes,
        partial(_answered, _query),
        (b"status=open&page=2", b"lat=1&long=2"),
    )
    yield Entrance("http: numbers", 0.5, form_bytes, partial(_answered, _number), (b"number=7k3m",))
    yield Entrance("http: multipart", 1.0, _multipart_bytes, _multipart, _MULTIPART)


def form_bytes(rng: Random) -> bytes:
    if rng.random() < 0.3:
        return mutate.raw(rng, rng.choice(_SEEDS), _SEEDS)
    pairs = [part.split(b"=") for part in _GOOD.split(b"&")] if rng.random() < 0.7 else []
    for _ in range(rng.choice((1, 1, 2, 3))):
        word = rng.choice(_VALUES) if rng.random() < 0.5 else mutate.text(rng)
        value = quote_from_bytes(word.encode("utf-8", "surrogatepass"))
        name = quote_from_bytes(rng.choice(_NAMES).encode())
        pairs = [pair for pair in pairs if pair[0] != name.encode() or rng.random() < 0.1]
        pairs.append([name.encode(), value.encode()])
    return b"&".join(b"=".join(pair) for pair in pairs)


def _multipart_bytes(rng: Random) -> bytes:
    return mutate.raw(rng, rng.choice(_MULTIPART), _MULTIPART)


def _answered(take: Callable[[Form], None], content: bytes) -> str:
    """Accepted, or refused in words that can be sent."""
    try:
        take(form_of(forms._urlencoded(content)))
    except Fault as fault:
        return told(fault)
    return ACCEPTED


def told(fault: Fault) -> str:
    for one in (fault, *fault.also):
        words = words_of(one.code, "id", **one.filled)
        must(400 <= one.status < 500, "what a caller did is no fault of ours")
        must(words and words_of(one.code, "en", **one.filled), "a refusal says why")
        must(b"<e>" in to_xml({"e": words}, root="r"), "it can be told in XML")
        must(all(text.isprintable() for text in one.headers.values()), "its headers hold one line each")
    return fault.code


def _number(form: Form) -> None:
    keys = keys_of(form.one("number") or "", CATALOG().channels)
    must(all(channel and id and storable(channel + id) for channel, id in keys), "Postgres can be asked")
    must(len(keys) <= 2 * len(CATALOG().channels), "and for few")


def _report(form: Form) -> None:
    said = said_in(form, CATALOG(), NOON)
    reporter = said.speaker.reference(SECRET)
    value = record_of(
        said,
        channel="sorot",
        id="a",
        at=NOON,
        reporter=reporter,
        photos=(),
        categories=CATALOG().categories.keys(),
    )
    found = normalize(value, Origin(topic="reports.sorot", partition=0, offset=0), CATALOG().categories)
    must(not isinstance(found, Rejection), "triage takes what the intake took")


def _voice(form: Form) -> None:
    reporter = reporter_of(voice_in(form), SECRET)
    must(0 < len(reporter) <= 128 and storable(reporter), "a reporter can be told apart and stored")


def _query(form: Form) -> None:
    fields = {name: values[0] for name, values in form.fields.items()}
    try:
        asked = Asked.model_validate(fields)
        Around.model_validate({"lat": 0, "long": 0} | fields)
    except ValidationError as error:
        raise Fault(400, "invalid", field="query", reason=error.errors()[0]["msg"]) from error
    for name in listed(asked.service_request_id):
        channel, id = report_key_in("service_request_id", name)
        must(storable(channel + id), "Postgres can be asked for it")
    wanted = wanted_of(asked, CATALOG(), NOON)
    must(wanted.limit <= 1_001 and 0 <= wanted.offset < 2**31, "a page is bounded")


def _multipart(content: bytes) -> str:
    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": content, "more_body": False}

    kind = f"{MULTIPART}; boundary=xyz" if content[:1] != b"s" else URLENCODED
    scope = {"type": "http", "headers": [(b"content-type", kind.encode())], "method": "POST", "path": "/"}
    try:
        # Nothing in it waits, so it runs to its end at once; a loop for each would cost more than all else.
        _run(read_form(Request(scope, receive)))
    except Fault as fault:
        return told(fault)
    return ACCEPTED


_loops: list[asyncio.Runner] = []


def _run(work: object) -> None:
    if not _loops:
        _loops.append(asyncio.Runner())
    _loops[0].run(work)  # type: ignore[arg-type]
