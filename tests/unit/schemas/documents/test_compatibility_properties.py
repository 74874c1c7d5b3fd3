"""Where no break is found, none is there: every message of a small world is tried."""

from typing import Any

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from schemas.documents.compatibility import breaks
from schemas.documents.contracts import Side

VALUES = [None, 0, 1, 2, 1.5, "", "a", "ab", [], [1], ["a"], [None, 1]]
MESSAGES = [x | y for x in [{}, *({"x": value} for value in VALUES)] for y in [{}, {"y": 1}, {"y": "a"}]]

scalars = st.one_of(
    st.builds(
        lambda low, high: {"type": "integer"} | low | high,
        st.sampled_from([{}, {"minimum": 0}, {"minimum": 1}, {"exclusiveMinimum": 0}]),
        st.sampled_from([{}, {"maximum": 1}, {"maximum": 2}]),
    ),
    st.sampled_from([{"type": "number"}, {"type": "number", "maximum": 1}, {"type": "null"}, {}]),
    st.sampled_from(
        [
            {"type": "string"} | keywords
            for keywords in (
                *({}, {"minLength": 1}, {"maxLength": 1}, {"pattern": "^a"}),
                *({"enum": ["a"]}, {"enum": ["a", ""]}, {"const": "a"}),
            )
        ]
    ),
)
kinds = st.one_of(scalars, st.builds(lambda one, other: {"anyOf": [one, other]}, scalars, scalars))
lists = st.builds(
    lambda items, keywords: {"type": "array", "items": items} | keywords,
    kinds,
    st.sampled_from([{}, {"minItems": 1}, {"maxItems": 1}]),
)
fields = st.one_of(kinds, lists)
unlisted = st.sampled_from(
    [{}, {"additionalProperties": False}, {"additionalProperties": {"type": "integer"}}]
)
needed = st.sampled_from([[], ["x"]])


@st.composite
def versions(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A schema, and what it has become: most parts are as they were."""
    parts = {"x": draw(fields), "unlisted": draw(unlisted), "needed": draw(needed), "y": draw(st.booleans())}
    news = {"x": fields, "unlisted": unlisted, "needed": needed, "y": st.booleans()}
    changes = {name: draw(news[name]) for name in draw(st.sets(st.sampled_from(sorted(news)), max_size=2))}
    return schema_of(**parts), schema_of(**parts | changes)


def schema_of(x: dict[str, Any], unlisted: dict[str, Any], needed: list[str], y: bool) -> dict[str, Any]:
    listed = {"x": x} | ({"y": {"type": "integer"}} if y else {})
    return {"type": "object", "properties": listed, "required": needed} | unlisted


def listed_in(schema: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in message.items() if name in schema["properties"]}


@given(versions())
def test_where_nothing_breaks_every_message_of_before_is_taken(
    both: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """With fields that the released schema lists; of others nobody has promised anything."""
    if breaks("thing", Side.INCOMING, *both):
        return
    before, now = map(jsonschema.Draft202012Validator, both)
    for message in MESSAGES:
        if message == listed_in(both[0], message) and before.is_valid(message):
            assert now.is_valid(message), message


@given(versions())
def test_where_nothing_breaks_every_message_of_today_is_what_readers_know(
    both: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    """As far as they look: at the fields that the released schema lists."""
    if breaks("thing", Side.OUTGOING, *both):
        return
    before, now = map(jsonschema.Draft202012Validator, both)
    for message in MESSAGES:
        if now.is_valid(message):
            assert before.is_valid(listed_in(both[0], message)), message
