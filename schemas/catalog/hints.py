"""Turns pydantic's errors into mistakes that name the nearest valid word."""

import re
from collections.abc import Iterator, Sequence
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from schemas.toml_source import Mistake, TomlSource, nearest

Location = Sequence[int | str]


def explain(source: TomlSource, model: type[BaseModel], error: ValidationError) -> list[Mistake]:
    """Each point of `error`, at its line, with a hint where a word is unknown."""
    return [source.mistake(point["loc"], _message(model, point)) for point in error.errors()]


def _message(model: type[BaseModel], point: ErrorDetails) -> str:
    location = point["loc"]
    where = ".".join(str(part) for part in location if part != "[key]") or "file"
    if point["type"] == "extra_forbidden":
        keys = _model_at(model, location[:-1]).model_fields
        return f"{where}: unknown key; {nearest(str(location[-1]), keys)}"
    if point["type"] in ("enum", "literal_error"):
        words = re.findall(r"'([^']+)'", point["ctx"]["expected"])
        return f"{where}: unknown word '{point['input']}'; {nearest(str(point['input']), words)}"
    return f"{where}: {point['msg'].removeprefix('Value error, ')}"


def _model_at(model: type[BaseModel], location: Location) -> type[BaseModel]:
    for key in location:
        if isinstance(key, str) and key in model.model_fields:
            model = next(_models_in(model.model_fields[key].annotation), model)
    return model


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from _models_in(argument)
