"""The contracts as one HTML page that needs nothing else."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic.json_schema import JsonSchemaValue

from schemas.contract import VERSION
from schemas.documents.channels import CHANNELS, Channel
from schemas.documents.contracts import CONTRACTS, Described, Side
from schemas.documents.examples import Examples
from schemas.documents.fields import Row, rows, rules
from schemas.documents.headers import headers_of
from schemas.documents.json_schema import file_name


@dataclass(frozen=True, slots=True)
class _Section:
    """A contract as the page shows it."""

    name: str
    contract: Described
    about: str
    file: str
    rows: list[Row]
    rules: list[str]
    headers: JsonSchemaValue
    examples: Examples

    @property
    def looked_at(self) -> bool:
        """Whether Sinergi writes it, and its headers say something."""
        return self.contract.side is not Side.INCOMING


def page(schemas: Mapping[str, JsonSchemaValue], examples: Mapping[str, Examples]) -> str:
    """The page, in English, for who writes adapters and consumers."""
    environment = Environment(
        loader=PackageLoader("schemas.documents", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"pretty": _pretty, "coded": _coded}
    sections = {name: _section(name, schemas[name], examples[name]) for name in schemas}
    return environment.get_template("page.html").render(
        version=VERSION,
        topics=[(channel, _sections_of(channel, sections)) for channel in CHANNELS],
    )


def _section(name: str, schema: JsonSchemaValue, examples: Examples) -> _Section:
    contract = CONTRACTS[name]
    return _Section(
        name=name,
        contract=contract,
        about=schema.get("description", ""),
        file=file_name(name),
        rows=rows(schema),
        rules=rules(schema),
        headers=headers_of(contract),
        examples=examples,
    )


def _sections_of(channel: Channel, sections: Mapping[str, _Section]) -> list[_Section]:
    return [sections[name] for name in channel.contracts]


def _pretty(message: object) -> str:
    return json.dumps(message, indent=2, ensure_ascii=False)


def _coded(words: str) -> Markup:
    """Words with what stands in backquotes as code."""
    parts = words.split("`")
    return Markup().join(Markup("<code>{}</code>").format(p) if i % 2 else p for i, p in enumerate(parts))
