"""The shape of `no_report.toml`: what people say who report nothing."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=80)]


class NoReport(BaseModel):
    """Phrases by what they are. A text of nothing but these, and of `empty` ones, reports nothing."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    prank: tuple[Words, ...] = ()
    abuse: tuple[Words, ...] = ()
    silence: tuple[Words, ...] = ()
    test: tuple[Words, ...] = ()
    thanks: tuple[Words, ...] = ()
    greeting: tuple[Words, ...] = ()
    empty: Annotated[tuple[Words, ...], Field(description="forms of address and the like")] = ()
