"""Whoever relies on a released version can go on: its messages are read, its schemas are not broken."""

import json
import tomllib
from pathlib import Path
from typing import get_args

import jsonschema
import pytest

import schemas
from schemas import dispatch
from schemas.documents.contracts import CONTRACTS, Side
from schemas.documents.json_schema import json_schemas
from schemas.documents.released import (
    broken,
    broken_since,
    lost,
    messages_of,
    schemas_of,
    topics,
    versions,
)
from schemas.life import Step

TODAY = json_schemas()
KEPT = [
    (version, contract, name)
    for version in versions()
    for contract, messages in messages_of(version).items()
    for name in messages
]


def test_the_first_version_is_kept_with_every_contract_and_kind() -> None:
    messages = messages_of("0.1.0")
    assert messages.keys() == schemas_of("0.1.0").keys()
    assert {message["kind"] for message in messages["dispatch"].values()} >= set(get_args(dispatch.Kind))


def test_the_version_that_this_is_was_kept() -> None:
    project = tomllib.loads((Path(schemas.__file__).parent.parent / "pyproject.toml").read_text())["project"]
    version = project["version"]
    assert version in versions(), f"run: sinergi schemas --freeze schemas/released/{version}"


@pytest.mark.parametrize(("version", "contract", "name"), KEPT, ids=["-".join(kept) for kept in KEPT])
def test_a_kept_message_is_still_read(version: str, contract: str, name: str) -> None:
    message = messages_of(version)[contract][name]
    strict = CONTRACTS[contract].side is Side.INCOMING
    CONTRACTS[contract].model.model_validate_json(json.dumps(message), strict=strict)
    jsonschema.Draft202012Validator(TODAY[contract]).validate(message)


@pytest.mark.parametrize("version", versions())
def test_nothing_breaks_who_relies_on_it(version: str) -> None:
    found = "\n".join(map(str, broken_since(version)))
    assert not found, f"this breaks who relies on {version}:\n{found}"


@pytest.mark.parametrize("version", versions())
def test_its_own_messages_are_valid_by_its_own_schemas(version: str) -> None:
    for contract, messages in messages_of(version).items():
        validator = jsonschema.Draft202012Validator(schemas_of(version)[contract])
        for message in messages.values():
            validator.validate(message)


def test_a_break_is_named_by_contract_and_field() -> None:
    today = json_schemas()
    today["report"]["properties"].pop("place")
    today["dispatch"]["$defs"]["Step"]["enum"].append("dreamt_of")
    today["progress"]["$defs"]["Photo"]["required"].append("taken_at")
    del today["reply"]
    assert [str(found) for found in broken(json_schemas(), today)] == [
        "report: place: is gone",
        "progress: photos[].taken_at: became required",
        "reply: is gone",
        "dispatch: step: may now be dreamt_of",
        "dispatch: works[].step: may now be dreamt_of",
    ]
    assert "dreamt_of" not in tuple(Step)


def test_a_topic_or_type_that_is_gone_is_named() -> None:
    today = dict(topics())
    del today["corrections"]
    today["announcements"] = ["announcement", "sinergi.announcement.v2"]
    assert [str(found) for found in lost(topics(), today)] == [
        "corrections: correction is gone",
        "announcements: sinergi.announcement.v1 is gone",
    ]
