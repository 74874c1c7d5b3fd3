"""A moment in the past, as people say it."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_AGO = re.compile(r"(\d{1,4})([dh])")
_FIRST_YEAR = 2000
"""No city wrote reports down before, and sums of earlier moments run out of years."""


def moment_since(text: str, now: datetime, zone: ZoneInfo) -> datetime:
    """`30d` and `12h` count back from now; a date begins at midnight, it and a time without offset in `zone`.

    Raises `ValueError`, in words for a person.
    """
    if ago := _AGO.fullmatch(text.strip()):
        number = int(ago[1])
        return now - (timedelta(days=number) if ago[2] == "d" else timedelta(hours=number))
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        raise ValueError(f"{text!r} is neither like 30d or 12h nor a date like 2026-11-24") from error
    if found.year < _FIRST_YEAR:
        raise ValueError(f"{text!r} lies before the year {_FIRST_YEAR}")
    moment = (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    if moment > now:
        raise ValueError(f"{text!r} lies ahead")
    return moment
