"""Forms: whatever comes is a form or a fault."""

from contextlib import suppress
from urllib.parse import quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from streams.http.faults import Fault
from streams.http.forms import Form, _multipart, _urlencoded, form_of


def urlencoded(body: bytes) -> Form:
    return form_of(_urlencoded(body))


def test_fields_with_several_values_and_empty_ones() -> None:
    form = urlencoded(b"a=1&b=x+y%21&a=2&c=&=&&d=+")
    assert form.fields == {"a": ("1", "2"), "b": ("x y!",)}
    assert (form.one("b"), form.one("c"), form.all("a")) == ("x y!", None, ("1", "2"))
    with pytest.raises(Fault, match="twice"):
        form.one("a")


@given(st.dictionaries(st.text(min_size=1, max_size=20), st.text(max_size=50), max_size=8))
def test_what_was_encoded_is_read_back(fields: dict[str, str]) -> None:
    body = "&".join(f"{quote_plus(name)}={quote_plus(value)}" for name, value in fields.items()).encode()
    wanted = {name: (value.strip(),) for name, value in fields.items() if value.strip()}
    if any("\x00" in text for pair in fields.items() for text in pair):
        with pytest.raises(Fault, match="nul"):
            urlencoded(body)
    else:
        assert urlencoded(body).fields == wanted


@given(st.binary(max_size=300))
def test_any_bytes_are_a_form_or_a_fault(body: bytes) -> None:
    with suppress(Fault):
        urlencoded(body)


@given(st.binary(max_size=200), st.sampled_from([b"a", b"", b"\xff", b"a b"]))
async def test_any_multipart_is_a_form_or_a_fault(body: bytes, boundary: bytes) -> None:
    part = b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\n' + body + b"\r\n--a--\r\n"
    for sent in (body, part):
        with suppress(Fault):
            form_of(await _multipart(sent, {b"boundary": boundary}))
