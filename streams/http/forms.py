"""Forms as callers send them: fields of UTF-8, several values each."""

import re
from collections.abc import AsyncGenerator, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from fastapi import Request
from python_multipart.multipart import parse_options_header
from starlette.datastructures import Headers
from starlette.formparsers import MultiPartException, MultiPartParser

from streams.http.bodies import read_body
from streams.http.faults import Fault

FORM_BYTES = 256 * 1024
FIELDS_MAX = 200
NAME_LENGTH = 100
URLENCODED = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"

_BOUNDARY = re.compile(rb"[0-9A-Za-z'()+_,./:=? -]{0,69}[0-9A-Za-z'()+_,./:=?-]")


@dataclass(frozen=True, slots=True)
class Form:
    """What was filled in. A field that is empty counts as one that is not there, as GeoReport has it."""

    fields: Mapping[str, tuple[str, ...]]

    def all(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return self.fields.get(name, ())

    def one(self, name: str) -> str | None:
        """The value of a field. Raises `Fault` if it has several."""
        values = self.all(name)
        if len(values) > 1:
            raise Fault(400, "twice", field=name)
        return values[0] if values else None


async def read_form(request: Request) -> Form:
    """The form that a request brings. Raises `Fault`."""
    kind, options = parse_options_header(request.headers.get("content-type"))
    media_type = kind.decode("latin-1").lower()
    if media_type not in (URLENCODED, MULTIPART):
        raise Fault(415, "media_type", valid=f"{URLENCODED}, {MULTIPART}")
    body = await read_body(request, FORM_BYTES)
    pairs = _urlencoded(body) if media_type == URLENCODED else await _multipart(body, options)
    return form_of(pairs)


def form_of(pairs: Iterator[tuple[bytes, bytes]]) -> Form:
    """A form of names and values as they came. Raises `Fault`."""
    fields: dict[str, tuple[str, ...]] = {}
    for number, (raw_name, raw_value) in enumerate(pairs, 1):
        if number > FIELDS_MAX:
            raise Fault(400, "too_many_values", field="form", most=FIELDS_MAX)
        name = _text(raw_name, "form")
        if len(name) > NAME_LENGTH:
            raise Fault(400, "too_long", field=f"{name[:20]}...", most=NAME_LENGTH)
        value = _text(raw_value, name).strip()
        if value:
            fields[name] = (*fields.get(name, ()), value)
    return Form(fields)


def _text(raw: bytes, field: str) -> str:
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise Fault(400, "not_utf8", field=field) from error
    if "\x00" in text:
        raise Fault(400, "nul", field=field)
    return text


def _urlencoded(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    for part in body.split(b"&"):
        if part:
            name, _, value = part.replace(b"+", b" ").partition(b"=")
            yield unquote_to_bytes(name), unquote_to_bytes(value)


async def _multipart(body: bytes, options: Mapping[bytes, bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Read as Latin-1, in which each byte is a letter, so that we see the bytes and not a guess at them."""
    boundary = options.get(b"boundary", b"")
    if not _BOUNDARY.fullmatch(boundary):
        raise Fault(400, "no_form")
    content_type = f'{MULTIPART}; charset=latin-1; boundary="{boundary.decode()}"'

    async def whole() -> AsyncGenerator[bytes, None]:
        yield body

    parser = MultiPartParser(
        Headers({"content-type": content_type}),
        whole(),
        max_files=FIELDS_MAX,
        max_fields=FIELDS_MAX,
        max_part_size=FORM_BYTES,
    )
    try:
        parsed = await parser.parse()
    except MultiPartException as error:
        raise Fault(400, "no_form") from error
    try:
        return iter([_bytes_of(name, value) for name, value in parsed.multi_items()])
    finally:
        await parsed.close()


def _bytes_of(name: str, value: object) -> tuple[bytes, bytes]:
    raw_name = name.encode("latin-1")
    if not isinstance(value, str):
        raise Fault(400, "no_file", field=raw_name.decode(errors="replace"))
    return raw_name, value.encode("latin-1")
