"""Each kind of break is seen, for who writes and for who reads; what breaks nobody is not."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from schemas.documents.compatibility import breaks
from schemas.documents.contracts import CONTRACTS, Side
from tests.unit.schemas.documents.today import schemas_today

RELEASED: dict[str, Any] = {
    "$defs": {
        "Photo": {"type": "object", "properties": {"url": {"type": "string"}}, "required": ["url"]},
        "Step": {"type": "string", "enum": ["open", "closed"]},
        "Merge": {
            "type": "object",
            "title": "Merge",
            "properties": {"kind": {"const": "merge", "type": "string"}, "into": {"type": "string"}},
        },
        "Split": {
            "type": "object",
            "title": "Split",
            "properties": {"kind": {"const": "split", "type": "string"}, "size": {"type": "integer"}},
        },
    },
    "type": "object",
    "additionalProperties": True,
    "properties": {
        "id": {"type": "string", "maxLength": 10, "pattern": "^a", "description": "unique"},
        "count": {"type": "integer", "minimum": 1, "maximum": 9},
        "lat": {"anyOf": [{"type": "number"}, {"type": "null"}], "default": None},
        "at": {"type": "string", "format": "date-time"},
        "photos": {"type": "array", "items": {"$ref": "#/$defs/Photo"}, "maxItems": 5},
        "step": {"$ref": "#/$defs/Step"},
        "kind": {"type": "string", "enum": ["opened"]},
        "seen": {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
        "what": {"oneOf": [{"$ref": "#/$defs/Merge"}, {"$ref": "#/$defs/Split"}]},
    },
    "required": ["id", "count"],
    "allOf": [{"description": "id is b", "properties": {"id": {"const": "b"}}}],
}

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> dict[str, Any]:
    schema = copy.deepcopy(RELEASED)
    change(schema)
    return schema


def field(name: str, **keywords: object) -> Change:
    return lambda schema: schema["properties"][name].update(keywords)


def without(name: str, keyword: str) -> Change:
    return lambda schema: schema["properties"][name].pop(keyword)


def definition(name: str, **keywords: object) -> Change:
    return lambda schema: schema["$defs"][name].update(keywords)


def put(name: str, **schema: object) -> Change:
    return lambda whole: whole["properties"].update({name: schema})


def found(side: Side, change: Change, contract: str = "thing") -> list[str]:
    return [str(one).removeprefix("thing: ") for one in breaks(contract, side, RELEASED, changed(change))]


BOTH = [
    (lambda schema: schema["properties"].pop("lat"), "lat: is gone"),
    (lambda schema: schema["$defs"]["Photo"]["properties"].pop("url"), "photos[].url: is gone"),
    (put("count", type="string"), "count: was integer, is string"),
    (put("photos", type="string"), "photos: was array, is string"),
    (field("id", pattern="^b"), "id: pattern was ^a, is ^b"),
    (field("at", format="date"), "at: format was date-time, is date"),
    (put("step", type="integer"), "step: was string, is integer"),
    (field("seen", additionalProperties={"type": "string"}), "seen.{}: was integer, is string"),
]
NARROWED = [
    (lambda schema: schema["required"].append("lat"), "lat: became required"),
    (
        lambda schema: (put("ward", type="string")(schema), schema["required"].append("ward")),
        "ward: is new and required",
    ),
    (put("lat", type="number"), "lat: was number or null, is number"),
    (
        put("lat", anyOf=[{"type": "integer"}, {"type": "null"}]),
        "lat: was number or null, is integer or null",
    ),
    (definition("Step", enum=["open"]), "step: no longer takes closed"),
    (field("id", enum=["a"]), "id: was any, is one of a"),
    (field("count", minimum=2), "count: minimum was 1, is 2"),
    (field("count", maximum=8), "count: maximum was 9, is 8"),
    (field("count", exclusiveMinimum=0), "count: exclusiveMinimum was none, is 0"),
    (field("id", maxLength=9), "id: maxLength was 10, is 9"),
    (field("id", minLength=1), "id: minLength was none, is 1"),
    (field("photos", maxItems=4), "photos: maxItems was 5, is 4"),
    (field("photos", minItems=1), "photos: minItems was none, is 1"),
    (field("at", pattern="Z$"), "at: pattern was none, is Z$"),
    (field("seen", additionalProperties={"type": "integer", "minimum": 1}), "seen.{}: minimum was 0, is 1"),
    (field("seen", maxProperties=4), "seen: maxProperties was none, is 4"),
    (field("what", oneOf=[{"$ref": "#/$defs/Merge"}]), "what: was Merge or Split, is Merge"),
    (
        lambda schema: schema["$defs"]["Split"]["properties"].pop("size"),
        "what.size: is gone",
    ),
    (lambda schema: schema["allOf"].append({"description": "x"}), "the rule 'x' is new"),
    (lambda schema: schema.update(additionalProperties=False), "refuses other fields"),
    (lambda schema: schema.pop("additionalProperties"), "no longer keeps fields that are not listed"),
]
WIDENED = [
    (lambda schema: schema["required"].remove("count"), "count: is no longer always there"),
    (
        put("count", anyOf=[{"type": "integer", "minimum": 1, "maximum": 9}, {"type": "null"}]),
        "count: was integer, is integer or null",
    ),
    (put("count", type="number", minimum=1, maximum=9), "count: was integer, is number"),
    (definition("Step", enum=["open", "closed", "lost"]), "step: may now be lost"),
    (field("count", minimum=0), "count: minimum was 1, is 0"),
    (without("count", "maximum"), "count: maximum was 9, is none"),
    (without("photos", "maxItems"), "photos: maxItems was 5, is none"),
    (field("id", maxLength=11), "id: maxLength was 10, is 11"),
    (without("id", "pattern"), "id: pattern was ^a, is none"),
    (without("at", "format"), "at: format was date-time, is none"),
    (definition("Photo", required=[]), "photos[].url: is no longer always there"),
    (lambda schema: schema.pop("allOf"), "the rule 'id is b' is given up"),
    (
        lambda schema: schema["properties"]["what"]["oneOf"].append({"type": "string"}),
        "what: was Merge or Split, is Merge or Split or string",
    ),
]
HARMLESS = [
    lambda schema: None,
    put("ward", type="string"),
    field("id", description="other words", title="Id"),
    lambda schema: schema["allOf"][0].update(description="other words"),
    field("photos", minItems=0),
    put("ward", anyOf=[{"type": "string"}, {"type": "null"}]),
]


@pytest.mark.parametrize(("change", "told"), BOTH + NARROWED, ids=[told for _, told in BOTH + NARROWED])
@pytest.mark.parametrize("side", [Side.INCOMING, Side.INTERNAL])
def test_what_narrows_breaks_who_writes(change: Change, told: str, side: Side) -> None:
    assert found(side, change) == [told]


@pytest.mark.parametrize(("change", "told"), BOTH + WIDENED, ids=[told for _, told in BOTH + WIDENED])
def test_what_widens_breaks_who_reads(change: Change, told: str) -> None:
    assert found(Side.OUTGOING, change) == [told]


@pytest.mark.parametrize("change", HARMLESS)
@pytest.mark.parametrize("side", Side)
def test_what_breaks_nobody_is_not_told(change: Change, side: Side) -> None:
    assert found(side, change) == []


@pytest.mark.parametrize(("change", "told"), WIDENED, ids=[told for _, told in WIDENED])
def test_what_widens_does_not_break_who_writes(change: Change, told: str) -> None:
    assert found(Side.INCOMING, change) == []


NARROWED_READING = [pair for pair in NARROWED if "is gone" not in pair[1]]


@pytest.mark.parametrize(("change", "told"), NARROWED_READING, ids=[told for _, told in NARROWED_READING])
def test_what_narrows_does_not_break_who_reads(change: Change, told: str) -> None:
    assert found(Side.OUTGOING, change) == []


def test_a_kind_that_is_new_is_passed_over_by_readers_and_no_other_value_is() -> None:
    change = field("kind", enum=["opened", "sung_of"])
    assert found(Side.OUTGOING, change, "dispatch") == []
    assert found(Side.OUTGOING, change) == ["kind: may now be sung_of"]
    assert found(Side.OUTGOING, field("kind", enum=["opened"], type="integer"), "dispatch") != []


def test_no_value_at_all_is_a_value() -> None:
    empty, now = ({"properties": {"x": {"enum": values}}} for values in (["a", ""], ["a"]))
    assert [str(one) for one in breaks("thing", Side.INCOMING, empty, now)] == [
        "thing: x: no longer takes ''"
    ]


def test_the_likest_shape_is_compared() -> None:
    """Not every shape that would do: else one more choice for those who write would be told as a break."""
    more = {"anyOf": [{"type": "number", "maximum": 0}, {"type": "number"}, {"type": "null"}]}
    assert found(Side.INCOMING, put("lat", **more)) == []


def test_a_contract_that_is_gone_breaks_all() -> None:
    assert [str(one) for one in breaks("thing", Side.OUTGOING, RELEASED, None)] == ["thing: is gone"]


@pytest.mark.parametrize("name", CONTRACTS)
def test_no_contract_breaks_itself(name: str) -> None:
    schema = schemas_today()[name]
    assert breaks(name, CONTRACTS[name].side, schema, schema) == []


def test_a_rule_may_give_more_to_choose_from_but_not_less() -> None:
    few = {"allOf": [{"anyOf": [{"required": ["text"]}]}]}
    many = {"allOf": [{"anyOf": [{"required": ["text"]}, {"required": ["supports"]}]}]}
    assert list(breaks("thing", Side.INCOMING, few, many)) == []
    assert len(list(breaks("thing", Side.INCOMING, many, few))) == 1
    assert len(list(breaks("thing", Side.OUTGOING, few, many))) == 1
    assert list(breaks("thing", Side.OUTGOING, many, few)) == []
