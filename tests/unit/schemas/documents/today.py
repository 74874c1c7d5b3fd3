"""The documents of the code, made once for all tests of a process: nothing may change these."""

from functools import cache
from typing import Any

from schemas.documents.asyncapi import asyncapi
from schemas.documents.examples import all_examples
from schemas.documents.json_schema import json_schemas


@cache
def schemas_today() -> dict[str, Any]:
    return json_schemas()


@cache
def asyncapi_today() -> Any:
    return asyncapi(schemas_today(), {name: of_one.good for name, of_one in all_examples().items()})
