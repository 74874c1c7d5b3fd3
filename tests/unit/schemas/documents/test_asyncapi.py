"""The AsyncAPI document is one, whole, and of every topic there is."""

import gzip
import json
import re
from copy import deepcopy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from schemas.catalog import load
from schemas.documents.asyncapi import asyncapi
from schemas.documents.channels import CHANNELS
from schemas.documents.contracts import CONTRACTS
from streams.settings import KafkaSettings
from streams.topology import topology
from tests.unit.schemas.documents.today import asyncapi_today, schemas_today

OFFICIAL = Path(__file__).parent / "asyncapi-3.0.0.json.gz"
"""The official one, see NOTICE: `3.0.0-without-$id.json` of the package `@asyncapi/specs` 6.11.1."""


@pytest.fixture(scope="module")
def official() -> jsonschema.Draft7Validator:
    return jsonschema.Draft7Validator(json.loads(gzip.decompress(OFFICIAL.read_bytes())))


def test_it_is_valid_by_the_official_schema(official: jsonschema.Draft7Validator) -> None:
    official.validate(asyncapi_today())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda document: document.pop("info"),
        lambda document: document["channels"]["reports"].update(adress="reports"),
        lambda document: document["operations"]["receive_reports"].update(action="publish"),
        lambda document: document["components"]["messages"]["report"]["bindings"]["kafka"].update(key=7),
        lambda document: document["components"]["schemas"]["Report"].update(type="record"),
    ],
)
def test_the_official_schema_sees_what_is_wrong(spoil: Any, official: jsonschema.Draft7Validator) -> None:
    document = deepcopy(asyncapi_today())
    spoil(document)
    assert not official.is_valid(document)


def test_every_reference_leads_somewhere() -> None:
    for reference in set(re.findall(r'"\$ref": "([^"]*)"', json.dumps(asyncapi_today()))):
        assert reference.startswith("#/")
        found = asyncapi_today()
        for step in reference.removeprefix("#/").split("/"):
            found = found[step]


def test_every_topic_is_described_and_every_description_is_of_a_topic() -> None:
    named = {spec.name for spec in topology(KafkaSettings(), load())}
    exact = {channel.address for channel in CHANNELS if channel.each is None}
    assert exact <= named
    patterns = [re.escape(c.address).replace(rf"\{{{c.each}\}}", "[a-z0-9_]+") for c in CHANNELS if c.each]
    for pattern in patterns:
        assert any(re.fullmatch(pattern, name) for name in named - exact), pattern
    for name in named - exact:
        assert sum(bool(re.fullmatch(pattern, name)) for pattern in patterns) == 1, name


def test_every_message_travels_on_one_topic() -> None:
    assert sorted(name for channel in CHANNELS for name in channel.contracts) == sorted(CONTRACTS)


def test_operations_are_seen_from_sinergi() -> None:
    operations = asyncapi_today()["operations"]
    assert operations.keys() == {
        *("receive_reports", "receive_progress", "receive_replies", "receive_corrections"),
        *("send_rejected", "send_dispatches", "send_feedback"),
        *("receive_classified", "send_classified", "receive_announcements", "send_announcements"),
        *("receive_reporter_keys", "send_reporter_keys"),
    }
    workers = {name for name, operation in operations.items() if {"name": "workers"} in operation["tags"]}
    assert {name.partition("_")[2] for name in workers} == {"classified", "announcements", "reporter_keys"}


@pytest.mark.parametrize("name", CONTRACTS)
def test_a_message_is_valid_by_the_schema_in_the_document(name: str) -> None:
    message = asyncapi_today()["components"]["messages"][name]
    whole = {"$ref": message["payload"]["$ref"], "components": asyncapi_today()["components"]}
    for example in message["examples"]:
        jsonschema.Draft7Validator(whole).validate(example["payload"])


@pytest.mark.parametrize("name", CONTRACTS)
def test_what_ties_messages_together_is_in_them(name: str) -> None:
    message = asyncapi_today()["components"]["messages"][name]
    for example in message["examples"]:
        found = example["payload"]
        for step in message["correlationId"]["location"].removeprefix("$message.payload#/").split("/"):
            found = found[step]
        assert isinstance(found, str)


def test_two_models_of_one_name_are_not_mixed_up() -> None:
    schemas = deepcopy(schemas_today())
    schemas["progress"]["$defs"]["Photo"]["properties"].pop("url")
    with pytest.raises(ValueError, match="there is another Photo"):
        asyncapi(schemas, dict.fromkeys(schemas, ()))
