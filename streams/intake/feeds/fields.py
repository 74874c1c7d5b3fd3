"""An entry as plain fields, for formats that have no words of their own for them."""

from dataclasses import fields
from datetime import datetime
from typing import TypeAlias

from streams.intake.feeds.entry import Entry

Plain: TypeAlias = str | int | float | list[str] | None

NAMES = tuple(field.name for field in fields(Entry))


def plain_of(entry: Entry) -> dict[str, Plain]:
    """All fields in their order; moments as RFC 3339 has them."""
    return {name: _plain(getattr(entry, name)) for name in NAMES}


def _plain(value: str | float | tuple[str, ...] | datetime | None) -> Plain:
    match value:
        case datetime():
            return value.isoformat()
        case tuple():
            return list(value)
        case _:
            return value
