"""What an agency will do, for everybody to know."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from schemas.catalog.entry import Entry, Id, Words

Title = Annotated[str, Field(min_length=2, max_length=160)]


class PlannedWork(Entry):
    """From `begins` to the end of `ends`; `areas` are kelurahan or kecamatan, none: the whole city."""

    name: Title
    english: Title | None = None
    begins: date
    ends: date
    areas: tuple[Id, ...] = ()
    where: Annotated[Words | None, Field(description="more exactly, as a street")] = None

    @model_validator(mode="after")
    def _ends_later(self) -> Self:
        if self.ends < self.begins:
            raise ValueError("ends: is before begins")
        return self
