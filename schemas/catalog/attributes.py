"""What a form asks of a category beside the text, by the kinds of GeoReport v2."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.catalog.entry import Entry, Id, Words


class Datatype(StrEnum):
    """How an answer looks. A `string` has no line breaks, a `text` may have."""

    STRING = "string"
    NUMBER = "number"
    DATETIME = "datetime"
    TEXT = "text"
    SINGLE = "singlevaluelist"
    MULTI = "multivaluelist"

    @property
    def is_list(self) -> bool:
        """Whether answers are chosen from values."""
        return self in (Datatype.SINGLE, Datatype.MULTI)


class Value(Entry):
    """One of the answers that a list offers."""

    key: Id
    name: Words


class Attribute(Entry):
    """One thing that is asked. `description` stands before the answer where it is read: "Ketinggian air"."""

    code: Id
    description: Words
    datatype: Datatype
    required: bool = False
    datatype_description: Annotated[str, Field(max_length=200, description="how to answer")] = ""
    values: tuple[Value, ...] = ()

    @model_validator(mode="after")
    def _offers_what_it_lists(self) -> Self:
        if self.datatype.is_list != bool(self.values):
            raise ValueError(
                f"values: {'needed for' if self.datatype.is_list else 'not for'} {self.datatype}"
            )
        keys = [value.key for value in self.values]
        if len(set(keys)) < len(keys):
            raise ValueError("values: a key stands twice")
        return self
