"""What must hold of the time that things are kept, beyond its shape."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from schemas.catalog.retention import Retention
from schemas.toml_source import Mistake, TomlSource


class Kept(Protocol):
    """A channel or category."""

    @property
    def reports_days(self) -> int | None: ...  # noqa: D102


def city(source: TomlSource, entry: Retention | None) -> Iterator[Mistake]:
    """No photo outlives the report that names it."""
    if entry and entry.photos_days > entry.reports_days:
        where = ("retention", "photos_days")
        yield source.mistake(where, "retention.photos_days: is longer than reports_days")


def shorter(
    sources: Mapping[str, TomlSource], entries: Mapping[str, Kept], usual: Retention | None
) -> Iterator[Mistake]:
    """A channel or category may have less time than usual; more would be more than the city promises."""
    for id, entry in entries.items():
        if entry.reports_days is None:
            continue
        if usual is None:
            yield sources[id].mistake(("reports_days",), "reports_days: city.toml has no [retention]")
        elif entry.reports_days > usual.reports_days:
            told = f"reports_days: is longer than the city's {usual.reports_days}"
            yield sources[id].mistake(("reports_days",), told)
