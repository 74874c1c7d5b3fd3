"""How long matters like an incident usually take, in words."""

from schemas.incident import Incident
from streams.core.durations import Durations, usual_words


def usually(incident: Incident, durations: Durations) -> str:
    """Of its category and the first agency that must act; empty where too little is known."""
    agency = incident.routed[0].agency if incident.routed else ""
    usual = durations.usual(incident.category, agency)
    return usual_words(usual) if usual else ""
