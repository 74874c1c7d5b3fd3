"""What anybody is told of where an incident stands and how urgent it is, in each language."""

from collections.abc import Mapping

from schemas.catalog.models import Urgency
from schemas.life import Step
from streams.core.names import URGENCY
from streams.http.language import Language

PUBLIC_STEP: Mapping[Language, Mapping[Step, str]] = {
    "id": {
        Step.DISPATCHED: "diteruskan ke instansi",
        Step.REOPENED: "dibuka lagi",
        Step.ACCEPTED: "diterima instansi",
        Step.ON_SITE: "petugas di lokasi",
        Step.RESOLVED: "dinyatakan selesai",
        Step.CONFIRMED: "dipastikan selesai",
        Step.CLOSED: "selesai",
        Step.CANNOT: "tidak dapat ditangani",
    },
    "en": {
        Step.DISPATCHED: "handed to the agency",
        Step.REOPENED: "opened again",
        Step.ACCEPTED: "accepted by the agency",
        Step.ON_SITE: "staff on site",
        Step.RESOLVED: "said to be fixed",
        Step.CONFIRMED: "confirmed to be fixed",
        Step.CLOSED: "done",
        Step.CANNOT: "cannot be done",
    },
}

PUBLIC_URGENCY: Mapping[Language, Mapping[Urgency, str]] = {
    "id": URGENCY,
    "en": {
        Urgency.LOW: "low",
        Urgency.NORMAL: "normal",
        Urgency.HIGH: "high",
        Urgency.EMERGENCY: "emergency",
    },
}
