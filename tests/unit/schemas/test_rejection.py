import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schemas.rejection import ORIGINAL_BYTES, Origin, Rejection, reject
from schemas.report import ID_LENGTH

ORIGIN = Origin(topic="reports.sorot", partition=3, offset=2**40)


@given(st.binary(max_size=300), st.text(st.characters(exclude_categories=["Cs"])))
def test_any_bytes_survive_the_wire(original: bytes, reason: str) -> None:
    refused = reject(ORIGIN, original, code="not_json", reason=reason, field="text")
    again = Rejection.model_validate_json(refused.to_json())
    assert again == refused
    assert again.original == original
    assert again.to_json() == refused.to_json()


def test_the_original_is_plain_base64() -> None:
    original = bytes(range(256)) * 2
    content = json.loads(reject(ORIGIN, original, code="x", reason="y").to_json())
    assert content["original"] == base64.b64encode(original).decode()


def test_it_says_where_the_record_lies() -> None:
    refused = reject(ORIGIN, b"x", code="a", reason="b")
    assert refused.id == str(ORIGIN) == f"reports.sorot/3/{2**40}"
    assert (refused.topic, refused.partition, refused.offset, refused.field) == (
        "reports.sorot",
        3,
        2**40,
        "",
    )


def test_what_is_too_much_is_cut_and_its_length_told() -> None:
    refused = reject(ORIGIN, b"x" * (ORIGINAL_BYTES + 1), code="a", reason="b")
    assert (len(refused.original), refused.original_length) == (ORIGINAL_BYTES, ORIGINAL_BYTES + 1)


def test_a_rejection_made_is_as_one_that_is_checked() -> None:
    """`reject` leaves the check out, since it would take the bytes for base64."""
    refused = reject(ORIGIN, b"x", code="a", reason="b")
    assert refused.model_fields_set == set(Rejection.model_fields)


@pytest.mark.parametrize(
    ("original", "id"),
    [
        (b'{"id": "a", "lat": 200}', "a"),
        ('{"id": "laporan é\u00a0\u200d"}'.encode(), "laporan é\u00a0\u200d"),
        (b'{"id": "' + b"x" * ID_LENGTH + b'"}', "x" * ID_LENGTH),
        (b'{"id": "' + b"x" * (ID_LENGTH + 1) + b'"}', None),
        (b'{"id": 7}', None),
        (b'{"id": "a\\u0000"}', None),
        (b'{"id": "\\ud800"}', None),
        (b'{"id": ""}', None),
        (b'{"id": "a", ', None),
        (b'["id"]', None),
        (b"\xff", None),
        (b"[" * 100_000, None),
        (b"", None),
    ],
)
def test_a_refused_record_is_known_by_its_own_id_if_it_can_be_read(original: bytes, id: str | None) -> None:
    assert reject(ORIGIN, original, code="x", reason="x").report_id == id
