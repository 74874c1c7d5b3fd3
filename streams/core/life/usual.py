"""How long matters like an incident usually take, in words."""

from datetime import datetime

from schemas.incident import Incident
from streams.core.durations import Durations
from streams.core.durations.lengths import usual_words
from streams.core.durations.waiting import Waiting


def usually(incident: Incident, durations: Durations, waiting: Waiting, at: datetime) -> str:
    """Of its category and the first agency that must act; empty where too little is known."""
    agency = incident.routed[0].agency if incident.routed else ""
    usual = durations.usual(incident.category, agency, waiting, at)
    return usual_words(usual) if usual else ""
