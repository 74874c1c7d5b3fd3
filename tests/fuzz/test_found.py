"""What the fuzzer found once, each as small as it could be made."""

import json
from pathlib import Path

import pytest

from schemas.message import type_of
from schemas.passage import passage_of
from schemas.rejection import Rejection
from schemas.toml_source import Mistakes, read_toml
from streams.agents.moment import moment_of
from streams.agents.webhooks.records import delivery_of
from streams.cli.output import print_json
from streams.core.records.commands import read_event
from streams.replay.mapping import ColumnMapping
from tests.fuzz.entrances import headers, records
from tests.fuzz.entrances.records import CATALOG, Lying

NULL = (
    ("ce_type", None),
    ("ce_id", None),
    ("traceparent", None),
    ("ce_arrivedat", b"2026-11-24T03:05:00Z"),
    ("ce_arrivedby", b"a"),
)


def test_a_header_may_be_null() -> None:
    record = headers._Stamped(0, b"k", b"{}", NULL)  # type: ignore[arg-type]
    assert isinstance(read_event(Lying(b"{}", headers=NULL), CATALOG()), Rejection)  # type: ignore[arg-type]
    assert passage_of(NULL) is not None
    assert isinstance(delivery_of(record), str)  # type: ignore[arg-type]
    assert type_of(NULL) == ""


@pytest.mark.parametrize("stamp", [-(2**63), -1, 253_402_300_800_000, 2**63 - 1])
def test_a_stamp_that_is_no_moment_is_none(stamp: int) -> None:
    assert moment_of(headers._Stamped(stamp)).year == 1970  # type: ignore[arg-type]


@pytest.mark.parametrize("content", ["x = " + "[" * 3_000, "x = " + "{a=" * 3_000, "x = " + "9" * 5_000])
def test_toml_that_cannot_be_read_is_a_mistake(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.toml").write_text(content)
    with pytest.raises(Mistakes):
        read_toml(tmp_path / "a.toml")


def test_a_format_that_names_a_part_twice_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="is no format"):
        ColumnMapping.model_validate({"date_format": "%d/%m/%Y %H %H"})


@pytest.mark.parametrize("kind", ["\\u0000", "x" * 100_000, "Budi 081234567890"])
def test_a_refusal_repeats_nothing_of_what_was_sent(kind: str) -> None:
    seen = f'"seen": {{"{kind}": -1}}'
    said = f'"at": "2026-11-24T09:00:00Z", "by": "a", "why": "b", "what": {{"kind": "{kind}"}}'
    value = f'{{"id": "k", {said}, {seen}}}'
    assert records._correction(value.encode()) == "invalid"
    found = read_event(Lying(value.encode(), headers=(("ce_type", b"sinergi.correction.v1"),)), CATALOG())
    assert isinstance(found, Rejection)
    assert "Budi" not in found.reason + found.field
    assert len(found.reason + found.field) < 1_000


def test_what_left_the_catalog_is_not_repeated_either() -> None:
    value = records.examples("classified")[0].replace(
        b'"channel": "callcenter"', b'"channel": "Budi 081234567890"'
    )
    found = read_event(Lying(value), CATALOG())
    assert isinstance(found, Rejection)
    assert found.reason == "channel left the catalog"


@pytest.mark.parametrize("number", ["-Infinity", "NaN", "1e400"])
def test_a_photo_of_a_step_holds_no_number_without_end(number: str) -> None:
    """It was taken, and stood in the log as null."""
    value = records.examples("progress")[0]
    photo = f'{{"url": "https://dishub.example/1.jpg", "id": {number}}}'.encode()
    step = json.loads(value) | {"said": "resolved", "photos": ["PHOTO"]}
    assert records._progress(json.dumps(step).encode().replace(b'"PHOTO"', photo)) == "out_of_range"


def test_json_on_a_terminal_does_not_steer_it(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"text": "\x9b2J\x1b\u202e"})
    assert capsys.readouterr().out == '{"text": "\\u009b2J\\u001b\\u202e"}\n'
