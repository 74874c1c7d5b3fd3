"""Words that operators read, in Indonesian, which several sections share."""

from datetime import datetime
from zoneinfo import ZoneInfo

from schemas.life import Overdue, Step
from streams.core.moments import day_words

OPERATOR_STEP = {
    Step.DISPATCHED: "diteruskan, belum dijawab",
    Step.REOPENED: "dibuka lagi, belum dijawab",
    Step.ACCEPTED: "diterima",
    Step.ON_SITE: "petugas di lokasi",
    Step.RESOLVED: "dinyatakan selesai",
    Step.CONFIRMED: "dipastikan selesai",
    Step.CLOSED: "selesai dan ditutup",
    Step.CANNOT: "tidak dapat ditangani",
}
OVERDUE = {
    Overdue.ACCEPT: "belum diterima pada waktunya",
    Overdue.ACCEPT_OPERATOR: "belum diterima, operator diberi tahu",
    Overdue.RESOLVE: "belum selesai pada waktunya",
    Overdue.RESOLVE_OPERATOR: "belum selesai, operator diberi tahu",
}


def moment_words(moment: datetime, zone: ZoneInfo) -> str:
    """A date and time in the city's own zone."""
    local = moment.astimezone(zone)
    return f"{day_words(local.date())} pukul {local:%H.%M %Z}"
