"""Messages to learn from: of each contract good ones, and bad ones with the field to blame."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, JsonValue

from schemas.documents.contracts import CONTRACTS

FOLDER = Path(__file__).parent.parent / "examples"


class Example(BaseModel):
    """A message that is taken. `says` is what happens in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    says: str
    message: dict[str, JsonValue]


class Refused(Example):
    """A message that is refused, and what its rejection says."""

    code: str
    field: str


class Examples(BaseModel):
    """The examples of one contract."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    good: Annotated[tuple[Example, ...], Field(min_length=1)]
    refused: tuple[Refused, ...] = ()


def all_examples() -> dict[str, Examples]:
    """Those of each contract by its name. Raises ValidationError for a file that is not as it should be."""
    return {
        name: Examples.model_validate_json((FOLDER / f"{name}.json").read_bytes(), strict=True)
        for name in CONTRACTS
    }
