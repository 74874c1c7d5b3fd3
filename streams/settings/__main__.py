"""`python -m streams.settings > deploy/SETTINGS.md`: all that can be set, as a page."""

import sys
from collections.abc import Iterator
from typing import Any

from pydantic.fields import FieldInfo

from streams.settings import Settings
from streams.settings.section import Section
from streams.settings.source import variable_of

_BEGINNING = """\
# Settings

Made by `python -m streams.settings`. A variable may also name a file that holds the value (`..._FILE`). Each
stands in `sinergi.toml` of the working folder too, or in the file that `SINERGI_SETTINGS` names, under the
heading as its table; the environment wins.
"""
_HEAD = "| variable | takes | by default | what |\n| --- | --- | --- | --- |"
_KINDS = {"integer": "whole number", "number": "number", "boolean": "true, false", "array": "list by commas"}
_BOUNDS = (
    ("minimum", "from {}"),
    ("exclusiveMinimum", "above {}"),
    ("maximum", "to {}"),
    ("minLength", "of {} letters or more"),
)


def page() -> str:
    """The page, in Markdown."""
    return "\n".join([_BEGINNING, *_blocks()]) + "\n"


def _blocks() -> Iterator[str]:
    own: dict[str, FieldInfo] = {}
    for name, field in Settings.model_fields.items():
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, Section):
            yield f"## {name}\n\n{_said_of(inner)}\n"
            yield _table((name,), inner, inner.model_fields)
        else:
            own[name] = field
    yield "## Of no table\n"
    yield _table((), Settings, own).rstrip("\n")


def _said_of(section: type[Section]) -> str:
    return "\n".join(line.strip() for line in (section.__doc__ or "").strip().splitlines())


def _table(place: tuple[str, ...], section: type[Section], fields: dict[str, FieldInfo]) -> str:
    schemas = section.model_json_schema()["properties"]
    rows = (
        f"| `{variable_of((*place, name))}` | {_takes(schemas[name])} | {_default(field.default)} "
        f"| {field.description or ''} |"
        for name, field in fields.items()
    )
    return "\n".join([_HEAD, *rows]) + "\n"


def _takes(schema: dict[str, Any]) -> str:
    """What a value may be, without the pattern that it must match."""
    one = next((kind for kind in schema.get("anyOf", ()) if kind["type"] != "null"), schema)
    if "enum" in one:
        return ", ".join(one["enum"])
    kind = "path" if "path" in one.get("format", "") else _KINDS.get(one["type"], "text")
    if one["type"] == "array":
        return kind
    return " ".join([kind, *(words.format(one[bound]) for bound, words in _BOUNDS if bound in one)])


def _default(value: object) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return f"{value:g}"
    return f"`{','.join(value) if isinstance(value, tuple) else value}`"


if __name__ == "__main__":
    sys.stdout.write(page())
