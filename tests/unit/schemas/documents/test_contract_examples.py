"""The examples are what they say: taken, sent, or refused for the field they name."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args
from uuid import UUID

import jsonschema
import pytest
from pydantic import ValidationError

import schemas
from schemas import dispatch, event
from schemas.catalog.messages import Told
from schemas.contract import Contract, Timestamp
from schemas.correction import What
from schemas.documents.channels import CHANNELS
from schemas.documents.contracts import CONTRACTS, Side
from schemas.documents.examples import Example, Refused, all_examples
from schemas.documents.headers import headers_of
from schemas.message import Message
from schemas.passage import Passage
from schemas.progress import Said
from schemas.rejection import Origin, Rejection
from streams.core.check_correction import check_correction
from streams.core.check_life import check_progress, check_reply
from streams.core.normalize import normalize
from streams.core.records.announce import announcement_record
from streams.core.records.commands import command_record
from streams.core.records.keys import key_record
from streams.core.tell import (
    classified_record,
    dispatch_record,
    feedback_record,
    rejected_record,
    sealed_record,
)
from streams.core.tell_event import event_record
from tests.unit.core.bekasi import CATALOG
from tests.unit.schemas.documents.shown import named
from tests.unit.schemas.documents.today import schemas_today

STAMPED = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
ORIGIN = Origin(topic="somewhere", partition=0, offset=0)
EXAMPLES = all_examples()
GOOD = [(contract, example) for contract, examples in EXAMPLES.items() for example in examples.good]
REFUSED = [(contract, example) for contract, examples in EXAMPLES.items() for example in examples.refused]
OURS = [(contract, example) for contract, example in GOOD if CONTRACTS[contract].side is not Side.INCOMING]

TAKE: Mapping[str, Callable[[bytes], Contract]] = {
    "report": lambda value: normalize(value, ORIGIN, CATALOG.categories),
    "correction": lambda value: check_correction(value, ORIGIN, CATALOG),
    "progress": lambda value: check_progress(value, "dishub", ORIGIN, CATALOG, STAMPED),
    "reply": lambda value: check_reply(value, "callcenter", ORIGIN, CATALOG, STAMPED),
}
BEYOND_SCHEMA = {"unknown_category", "unknown_id", "unknown_incident", "future"}
"""What only the catalog or the time of publishing tells."""

FORMATS = jsonschema.FormatChecker(())


class Moment(Contract):
    at: Timestamp


@FORMATS.checks("date-time", ValidationError)
def is_a_moment(value: object) -> bool:
    return not isinstance(value, str) or bool(Moment.model_validate_json(json.dumps({"at": value})))


@cache
def validator(contract: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(schemas_today()[contract], format_checker=FORMATS)


PASSAGE = Passage(STAMPED, "sorot", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
RECORD: Mapping[str, Callable[[Any], Message]] = {
    "dispatch": lambda dispatch: dispatch_record(dispatch, PASSAGE),
    "event": event_record,
    "feedback": lambda feedback: feedback_record("callcenter", feedback, PASSAGE),
    "rejection": lambda rejection: rejected_record(rejection, STAMPED),
    "announcement": announcement_record,
    "classified": lambda classified: classified_record(classified, PASSAGE),
    "sealed": lambda sealed: sealed_record(sealed, PASSAGE),
    "reporter_key": lambda key: key_record(UUID(int=7), key.secret),
    **dict.fromkeys(("ordered", "receive", "reported", "answered", "forget", "tick"), command_record),
}
"""The records that our code sends."""


@pytest.mark.parametrize(("contract", "example"), GOOD, ids=named(GOOD))
def test_a_good_one_is_valid_by_schema_and_code(contract: str, example: Example) -> None:
    validator(contract).validate(example.message)
    incoming = CONTRACTS[contract].side is Side.INCOMING
    read = CONTRACTS[contract].model.model_validate_json(json.dumps(example.message), strict=incoming)
    if incoming:
        taken = TAKE[contract](json.dumps(example.message).encode())
        assert not isinstance(taken, Rejection), taken
    if CONTRACTS[contract].side is Side.OUTGOING:
        # Every field that is sent is shown, as it is sent.
        assert json.loads(read.to_json()) == example.message


@pytest.mark.parametrize(("contract", "example"), REFUSED, ids=named(REFUSED))
def test_a_bad_one_is_refused_for_the_field_it_names(contract: str, example: Refused) -> None:
    rejection = TAKE[contract](json.dumps(example.message).encode())
    assert isinstance(rejection, Rejection), rejection
    assert (rejection.code, rejection.field) == (example.code, example.field)
    assert validator(contract).is_valid(example.message) is (example.code in BEYOND_SCHEMA)


@pytest.mark.parametrize(("contract", "example"), OURS, ids=named(OURS))
def test_what_we_send_has_the_topic_and_headers_of_the_documents(contract: str, example: Example) -> None:
    record = RECORD[contract](CONTRACTS[contract].model.model_validate(example.message))
    (address,) = (channel.address for channel in CHANNELS if contract in channel.contracts)
    assert re.fullmatch(re.sub(r"\{\w+\}", "[a-z_]+", address), record.topic)
    headers = {name: value.decode() for name, value in record.headers}
    jsonschema.validate(headers, headers_of(CONTRACTS[contract]))
    assert headers.keys() == headers_of(CONTRACTS[contract]).get("properties", {}).keys()


@pytest.mark.parametrize("contract", [name for name in CONTRACTS if name in TAKE])
def test_adapters_learn_from_bad_ones(contract: str) -> None:
    assert len(EXAMPLES[contract].refused) >= 4


@pytest.mark.parametrize(
    ("contract", "path", "kinds"),
    [
        ("dispatch", "kind", get_args(dispatch.Kind)),
        ("event", "kind", get_args(event.Kind)),
        ("feedback", "kind", get_args(Told)),
        ("progress", "said", tuple(Said)),
        ("reply", "answer", ("yes", "no")),
        ("correction", "what.kind", tuple(kind.model_fields["kind"].default for kind in get_args(What))),
    ],
)
def test_there_is_one_of_each_kind(contract: str, path: str, kinds: tuple[str, ...]) -> None:
    shown = set()
    for example in EXAMPLES[contract].good:
        value: object = example.message
        for step in path.split("."):
            assert isinstance(value, dict)
            value = value[step]
        shown.add(value)
    assert shown == set(kinds)


@pytest.mark.parametrize("contract", EXAMPLES)
def test_names_are_used_once(contract: str) -> None:
    names = [example.name for example in (*EXAMPLES[contract].good, *EXAMPLES[contract].refused)]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("path", ["README.md", "schemas/README.md"])
def test_the_least_report_of_the_readmes_is_the_example(path: str) -> None:
    text = (Path(schemas.__file__).parent.parent / path).read_text(encoding="utf-8")
    (least,) = re.findall(r"^```json\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    assert json.loads(least) == EXAMPLES["report"].good[0].message
