"""What all contracts share."""

import re
from datetime import UTC, datetime
from typing import Annotated, Self, TypeAlias

from pydantic import AfterValidator, AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

VERSION = 1

_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})")
YEARS = range(1970, 2101)
"""In which anything of ours may lie."""


def _rfc3339(value: object) -> object:
    # pydantic alone would also take numbers and bare dates.
    if isinstance(value, datetime):
        return value
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("must be an RFC 3339 date and time with an offset, like 2026-11-24T08:30:00+07:00")
    return datetime.fromisoformat(value.upper())


def _within_reach(value: datetime) -> datetime:
    # By its offset it may lie in another year than in UTC, as which we hand it on; not in one further off.
    if YEARS.start < value.year < YEARS.stop - 1:
        return value
    # Years at the ends of the calendar overflow when converted to UTC, here or in Postgres.
    if value.year not in YEARS or value.astimezone(UTC).year not in YEARS:
        raise ValueError(f"year must be between {YEARS.start} and {YEARS.stop - 1}")
    return value


Timestamp = Annotated[AwareDatetime, BeforeValidator(_rfc3339), AfterValidator(_within_reach)]
"""RFC 3339 with an offset."""

Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]

IncidentId: TypeAlias = Annotated[
    str,
    Field(pattern=r"^[a-z0-9_]+:[a-z0-9_]+:[a-z0-9]+$", max_length=120, description="city:family:hash"),
]


def storable(text: str) -> bool:
    """Whether Postgres takes a text, if only in a question: neither NUL nor half a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


_set = object.__setattr__


class Contract(BaseModel):
    """A message of ours: immutable; readers ignore fields that a later version adds."""

    model_config = ConfigDict(frozen=True, extra="ignore", ser_json_inf_nan="null")

    @classmethod
    def made(cls, fields: dict[str, object]) -> Self:
        """One of our own making, of all its fields in the types that it has: nothing is looked at.

        As `model_construct` does it, which looks for what is missing and takes three times as long.
        """
        made = cls.__new__(cls)
        _set(made, "__dict__", fields)
        _set(made, "__pydantic_fields_set__", set(fields))
        _set(made, "__pydantic_extra__", {} if cls.model_config.get("extra") == "allow" else None)
        _set(made, "__pydantic_private__", None)
        return made

    def to_json(self) -> bytes:
        """UTF-8 JSON."""
        return self.__pydantic_serializer__.to_json(self)
