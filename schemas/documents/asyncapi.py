"""The contracts as one AsyncAPI 3.0 document: topics, messages, headers, keys, examples."""

from collections.abc import Iterator, Mapping

from pydantic.json_schema import JsonSchemaValue

from schemas.contract import VERSION
from schemas.documents.channels import CHANNELS, Channel
from schemas.documents.contracts import CONTRACTS, Side
from schemas.documents.examples import Example
from schemas.documents.headers import headers_of

KAFKA_BINDING = "0.5.0"
DESCRIPTION = """\
Sinergi takes what citizens of Kota Bekasi report, finds out which reports speak of the same problem, hands
every problem once to the agency that must act, and tells the citizens what became of it.

This document speaks of Sinergi: an operation that *receives* is a topic that others write, one that *sends*
is a topic that others read. Values are JSON in UTF-8, headers are CloudEvents 1.0 in binary mode. Operations
of Sinergi's own workers are tagged `workers`; nobody else reads or writes those topics."""

_NOT_IN_ASYNCAPI = ("$schema", "$id", "$defs", "discriminator")
_IDS = {"channel": ["callcenter", "poc", "sorot"], "agency": ["dishub", "dbmsda", "poc"]}


def asyncapi(
    schemas: Mapping[str, JsonSchemaValue], examples: Mapping[str, tuple[Example, ...]]
) -> JsonSchemaValue:
    """The document, from the JSON Schema and the examples of each contract."""
    return {
        "asyncapi": "3.0.0",
        "id": "urn:sinergi",
        "info": {
            "title": "Sinergi",
            "version": str(VERSION),
            "description": DESCRIPTION,
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "channels": {channel.name: _channel(channel) for channel in CHANNELS},
        "operations": {name: operation for channel in CHANNELS for name, operation in _operations(channel)},
        "components": {
            "messages": {name: _message(name, examples[name]) for name in schemas},
            "schemas": _components(schemas),
        },
    }


def _channel(channel: Channel) -> JsonSchemaValue:
    described: JsonSchemaValue = {
        "address": channel.address,
        "title": channel.address,
        "description": f"{channel.summary}\n\nWritten by {channel.writer}.\n\nRead by {channel.reader}.",
        "messages": {name: {"$ref": f"#/components/messages/{name}"} for name in channel.contracts},
    }
    if channel.each is None:
        return described
    parameter = {"description": f"id of the {channel.each} in the catalog", "examples": _IDS[channel.each]}
    return described | {"parameters": {channel.each: parameter}}


def _operations(channel: Channel) -> Iterator[tuple[str, JsonSchemaValue]]:
    sides = {CONTRACTS[name].side for name in channel.contracts}
    for action, others in (("receive", Side.OUTGOING), ("send", Side.INCOMING)):
        if others not in sides:
            yield (
                f"{action}_{channel.name}",
                {
                    "action": action,
                    "channel": {"$ref": f"#/channels/{channel.name}"},
                    "summary": channel.summary,
                    "tags": [] if channel.open else [{"name": "workers"}],
                    "messages": [
                        {"$ref": f"#/channels/{channel.name}/messages/{name}"} for name in channel.contracts
                    ],
                },
            )


def _message(name: str, examples: tuple[Example, ...]) -> JsonSchemaValue:
    contract = CONTRACTS[name]
    (channel,) = (channel for channel in CHANNELS if name in channel.contracts)
    return {
        "name": name,
        "title": contract.model.__name__,
        "summary": contract.summary,
        "contentType": "application/json",
        "headers": headers_of(contract),
        "payload": {"$ref": f"#/components/schemas/{contract.model.__name__}"},
        "correlationId": {
            "description": "ties it to other messages of the same matter",
            "location": f"$message.payload#/{contract.about}",
        },
        "bindings": {
            "kafka": {
                "key": {"type": "string", "description": channel.key},
                "bindingVersion": KAFKA_BINDING,
            }
        },
        "examples": [
            {"name": example.name, "summary": example.says, "payload": example.message}
            for example in examples
        ],
    }


def _components(schemas: Mapping[str, JsonSchemaValue]) -> dict[str, JsonSchemaValue]:
    """Each model once, by its name. Raises ValueError for two that share a name and differ."""
    components: dict[str, JsonSchemaValue] = {}
    for name, schema in schemas.items():
        parts = {CONTRACTS[name].model.__name__: schema} | schema.get("$defs", {})
        for model, part in parts.items():
            component = _component(part)
            if components.setdefault(model, component) != component:
                raise ValueError(f"{name}: there is another {model}")
    return dict(sorted(components.items()))


def _component(schema: JsonSchemaValue) -> JsonSchemaValue:
    return {key: _moved(value) for key, value in schema.items() if key not in _NOT_IN_ASYNCAPI}


def _moved(value: object) -> object:
    match value:
        case str() if value.startswith("#/$defs/"):
            return value.replace("#/$defs/", "#/components/schemas/")
        case dict():
            return {key: _moved(inner) for key, inner in value.items() if key not in _NOT_IN_ASYNCAPI}
        case list():
            return [_moved(inner) for inner in value]
    return value
