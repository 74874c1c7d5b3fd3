"""Days and moments in Indonesian."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def day_words(day: date) -> str:
    """A date, written out."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def time_words(moment: datetime, zone: ZoneInfo, *, at: datetime) -> str:
    """A moment as it is told `at` another one: without the date on the same day."""
    local = moment.astimezone(zone)
    clock = f"pukul {local.hour:02}.{local.minute:02}"
    return clock if local.date() == at.astimezone(zone).date() else f"{day_words(local.date())} {clock}"
