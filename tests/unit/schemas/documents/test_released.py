"""Whoever relies on a released version can go on: its messages are read, its schemas are not broken."""

import json
import tomllib
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

import jsonschema
import pytest
from pydantic import JsonValue

import schemas
from schemas.documents.contracts import CONTRACTS, Side
from schemas.documents.edges import edges, topic_names
from schemas.documents.released import (
    FOLDER,
    broken,
    broken_since,
    edges_of,
    frozen,
    lost,
    messages_of,
    schemas_of,
    topics,
    versions,
)
from schemas.life import Step
from schemas.rejection import Origin, Rejection
from schemas.report import Report
from streams.core.normalize import normalize
from streams.core.storable import DEPTH
from tests.unit.schemas.documents.today import schemas_today

ORIGIN = Origin(topic="reports.sorot", partition=0, offset=0)
KEPT = [
    (version, contract, name)
    for version in versions()
    for contract, messages in messages_of(version).items()
    for name in messages
]
EDGES = [(version, name) for version in versions() for name in edges_of(version).reports]


@pytest.mark.parametrize("version", versions())
def test_a_version_is_kept_with_every_contract_and_kind_that_it_had(version: str) -> None:
    messages, promised = messages_of(version), schemas_of(version)
    assert messages.keys() == promised.keys()
    kinds = promised["dispatch"]["properties"]["kind"]["enum"]
    assert {message["kind"] for message in messages["dispatch"].values()} == set(kinds)


def test_the_version_that_this_is_was_kept() -> None:
    project = tomllib.loads((Path(schemas.__file__).parent.parent / "pyproject.toml").read_text())["project"]
    version = project["version"]
    assert version in versions(), f"run: sinergi schemas --freeze schemas/released/{version}"


@pytest.mark.parametrize(("version", "contract", "name"), KEPT, ids=["-".join(kept) for kept in KEPT])
def test_a_kept_message_is_still_read(version: str, contract: str, name: str) -> None:
    message = messages_of(version)[contract][name]
    strict = CONTRACTS[contract].side is Side.INCOMING
    CONTRACTS[contract].model.model_validate_json(json.dumps(message), strict=strict)
    jsonschema.Draft202012Validator(schemas_today()[contract]).validate(message)


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
    today = deepcopy(schemas_today())
    today["report"]["properties"].pop("place")
    today["dispatch"]["$defs"]["Step"]["enum"].append("dreamt_of")
    today["progress"]["$defs"]["Photo"]["required"].append("taken_at")
    del today["reply"]
    assert [str(found) for found in broken(schemas_today(), today)] == [
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


@pytest.mark.parametrize(("version", "name"), EDGES, ids=["-".join(edge) for edge in EDGES])
def test_a_report_at_a_bound_is_still_taken(version: str, name: str) -> None:
    report = edges_of(version).reports[name]
    assert isinstance(taken(report), Report)
    jsonschema.Draft202012Validator(schemas_today()["report"]).validate(report)


@pytest.mark.parametrize("version", versions())
def test_the_longest_record_is_still_taken(version: str) -> None:
    record_bytes = edges_of(version).record_bytes
    assert isinstance(taken(padded(record_bytes)), Report)


def test_todays_edges_are_at_the_edge() -> None:
    found = edges()
    longer = taken(padded(found.record_bytes + 1))
    deeper = taken(found.reports["deepest"] | {"mine": [found.reports["deepest"]["mine"]]})
    assert isinstance(longer, Rejection)
    assert isinstance(deeper, Rejection)
    assert (longer.code, deeper.code) == ("too_long", "too_deep")
    assert f"{DEPTH} levels" in deeper.reason


@pytest.mark.parametrize("version", versions())
def test_every_topic_of_its_catalog_is_still_there(version: str) -> None:
    gone = set(edges_of(version).topics) - set(topic_names())
    assert not gone, f"who relies on {version} looks for {', '.join(sorted(gone))}"


def test_a_version_is_kept_whole() -> None:
    assert {path.name for path in (FOLDER / versions()[-1]).iterdir()} == frozen().keys()


def taken(report: Mapping[str, JsonValue]) -> Report | Rejection:
    return normalize(json.dumps(report, ensure_ascii=False).encode(), ORIGIN, ())


def padded(record_bytes: int) -> Mapping[str, JsonValue]:
    """The least report with a field that makes it so long."""
    report = messages_of("0.1.0")["report"]["least"] | {"mine": ""}
    return report | {"mine": "x" * (record_bytes - len(json.dumps(report).encode()))}
