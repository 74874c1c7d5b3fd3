"""All documents as files."""

from schemas.documents.asyncapi import asyncapi
from schemas.documents.examples import all_examples
from schemas.documents.json_schema import file_name, json_schemas
from schemas.documents.page import page
from schemas.documents.writing import as_json


def documents() -> dict[str, str]:
    """The text of each file by its name: JSON Schemas, the AsyncAPI document, the page."""
    schemas, examples = json_schemas(), all_examples()
    good = {name: of_one.good for name, of_one in examples.items()}
    return {
        **{file_name(name): as_json(schema) for name, schema in schemas.items()},
        "asyncapi.json": as_json(asyncapi(schemas, good)),
        "index.html": page(schemas, examples),
    }
