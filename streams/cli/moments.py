"""Options that name a moment."""

from datetime import datetime
from zoneinfo import ZoneInfo

from streams.cli.errors import CONFIGURATION, CommandError


def moment_or_now(option: str, text: str | None, zone: ZoneInfo) -> str:
    """The moment as contracts take it; without offset it is in `zone`. Raises `CommandError`."""
    if text is None:
        return datetime.now(zone).isoformat(timespec="seconds")
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"{option}: {error}", CONFIGURATION) from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
