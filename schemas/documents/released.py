"""What each released version promised: topics, schemas and bounds, and messages as it sent and took them."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from pydantic import JsonValue, TypeAdapter
from pydantic.json_schema import JsonSchemaValue

from schemas.documents.channels import CHANNELS
from schemas.documents.compatibility import Break, breaks
from schemas.documents.contracts import CONTRACTS, Side
from schemas.documents.edges import Edges, edges
from schemas.documents.examples import all_examples
from schemas.documents.json_schema import json_schemas

FOLDER = Path(__file__).parent.parent / "released"
_SCHEMAS = "schemas.json"
_MESSAGES = "messages.json"
_TOPICS = "topics.json"
_EDGES = "edges.json"

Schemas: TypeAlias = Mapping[str, JsonSchemaValue]
Messages: TypeAlias = Mapping[str, Mapping[str, Mapping[str, JsonValue]]]
"""By contract, then by the name of the example."""
Topics: TypeAlias = Mapping[str, Sequence[str]]
"""By address, the contracts that travel there and the values of `ce_type` that tell of them."""


def frozen() -> dict[str, object]:
    """What is to be kept of today's version, by the name of the file."""
    messages = {
        contract: {example.name: example.message for example in examples.good}
        for contract, examples in all_examples().items()
    }
    return {
        _TOPICS: topics(),
        _SCHEMAS: json_schemas(),
        _MESSAGES: messages,
        _EDGES: edges().model_dump(mode="json"),
    }


def topics() -> Topics:
    """Today's."""
    return {
        channel.address: [name for one in channel.contracts for name in (one, *CONTRACTS[one].types)]
        for channel in CHANNELS
    }


def versions() -> list[str]:
    """Those that are kept, the oldest first."""
    return sorted((folder.name for folder in FOLDER.iterdir()), key=lambda name: [*map(int, name.split("."))])


def topics_of(version: str) -> Topics:
    """The topics of a version."""
    return TypeAdapter(Topics).validate_json((FOLDER / version / _TOPICS).read_bytes())


def messages_of(version: str) -> Messages:
    """Messages of a version."""
    return TypeAdapter(Messages).validate_json((FOLDER / version / _MESSAGES).read_bytes())


def edges_of(version: str) -> Edges:
    """The bounds of a version, and its topics by name."""
    return Edges.model_validate_json((FOLDER / version / _EDGES).read_bytes())


def schemas_of(version: str) -> Schemas:
    """The schemas of a version by contract."""
    return TypeAdapter(Schemas).validate_json((FOLDER / version / _SCHEMAS).read_bytes())


def broken_since(version: str) -> list[Break]:
    """What those who rely on a version would trip over today."""
    return [*broken(schemas_of(version), json_schemas()), *lost(topics_of(version), topics())]


def broken(released: Schemas, today: Schemas) -> list[Break]:
    """What those who rely on the released schemas would trip over today."""
    return [
        found
        for contract, schema in released.items()
        for found in breaks(contract, _side(contract), schema, today.get(contract))
    ]


def lost(released: Topics, today: Topics) -> list[Break]:
    """What no longer travels where it did."""
    return [
        Break(address, "", f"{name} is gone")
        for address, names in released.items()
        for name in names
        if name not in today.get(address, ())
    ]


def _side(contract: str) -> Side:
    return CONTRACTS[contract].side if contract in CONTRACTS else Side.INCOMING
