"""Words that operators read, in Indonesian, which several sections share."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from schemas.catalog.models import Urgency

URGENCY = {
    Urgency.LOW: "rendah",
    Urgency.NORMAL: "biasa",
    Urgency.HIGH: "tinggi",
    Urgency.EMERGENCY: "DARURAT",
}
_MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)


def day_words(day: date) -> str:
    """A date, written out."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """A date and time in the city's own zone."""
    local = moment.astimezone(zone)
    return f"{day_words(local.date())} pukul {local:%H.%M %Z}"
