"""What the operations take beside their own fields."""

from typing import Annotated, Literal

from fastapi import Path, Query

from streams.intake.georeport.posting import check_jurisdiction
from streams.intake.here import Here


def in_a_format(format: Annotated[Literal["json", "xml"], Path()]) -> None:
    """Paths that end otherwise are not found."""


def in_this_city(
    here: Here,
    jurisdiction_id: Annotated[
        str | None, Query(description="the city's id; need not be named", examples=["bekasi"])
    ] = None,
) -> None:
    """Raises `Fault` for another city than ours."""
    check_jurisdiction(here, jurisdiction_id)
