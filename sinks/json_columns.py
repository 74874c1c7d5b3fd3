"""How columns of JSON are written."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import TypeAdapter

_T = TypeVar("_T")


def writer(kind: type[_T]) -> Callable[[_T], str]:
    """How values of a type are written. Each report has several: `dump_json` hands on what nobody asks for,
    which costs as much as to write.
    """
    to_json = TypeAdapter(kind).serializer.to_json
    return lambda value: to_json(value).decode()
