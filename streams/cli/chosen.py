"""Options that name something in the catalog."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from schemas.catalog.models import Catalog
from schemas.toml_source import nearest
from streams.cli.errors import CONFIGURATION, CommandError


def channel_in(catalog: Catalog, channel: str) -> str:
    """The channel, if the catalog has it. Raises `CommandError`."""
    if channel not in catalog.channels:
        hint = nearest(channel, catalog.channels)
        raise CommandError(f"unknown channel {channel!r}; {hint}", CONFIGURATION)
    return channel


def agency_in(catalog: Catalog, agency: str) -> str:
    """The agency, if the catalog has it. Raises `CommandError`."""
    if agency not in catalog.agencies:
        hint = nearest(agency, catalog.agencies)
        raise CommandError(f"unknown agency {agency!r}; {hint}", CONFIGURATION)
    return agency


def zone_of(catalog: Catalog, name: str | None) -> ZoneInfo:
    """The zone of that name, or the city's. Raises `CommandError`."""
    try:
        return ZoneInfo(name or catalog.city.timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(f"--zone: unknown time zone {name!r}", CONFIGURATION) from error
