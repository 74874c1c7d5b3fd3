"""An incident from its reports: the same as if they had come one by one, in this order."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from schemas.corrected import Member
from schemas.correction import Correction
from schemas.incident import Decision, Incident, Link
from streams.core.grow import grown_by
from streams.core.life.reopen import raised
from streams.core.rules import Rules

FOUNDS = (Decision.OPENS, Decision.ASKS)


def rebuilt(incident: Incident, members: Sequence[Member], rules: Rules) -> Incident:
    """The incident with all that follows from its members; what was chosen of it stays.

    Without members it keeps what was last known of it.
    """
    grown: Incident | None = None
    for member in members:
        grown = grown_by(grown, member.report, member.link, rules, category=incident.category)
    if grown is None:
        return replace(incident, reports=0, voices=0)
    return replace(
        incident,
        urgency=raised(grown.urgency, incident.life.reopened),
        place=grown.place,
        place_words=grown.place_words,
        opened_at=grown.opened_at,
        last_reported_at=grown.last_reported_at,
        reports=grown.reports,
        voices=grown.voices,
        summary=grown.summary,
        photos=grown.photos,
        trace=grown.trace,
        routed=incident.routed if incident.routed_by or incident.life.refusals else grown.routed,
    )


def seated(incident_id: str, members: Iterable[Member], correction: Correction) -> tuple[Member, ...]:
    """The members in their order, the first of them the founder, each voice new once.

    Those who have just come are last, in the order they come in. A link that must change for it
    says so.
    """
    ordered = sorted(members, key=lambda one: (one.position is None, one.position or 0))
    heard: set[str] = set()
    result = []
    for number, member in enumerate(ordered):
        voice, link = member.report.voice, member.link
        founds, new_voice = number == 0, voice is None or voice not in heard
        if link.incident_id != incident_id:
            raise ValueError(f"{member.key} sits in {link.incident_id}, not in {incident_id}")
        if founds != (link.decision in FOUNDS):
            decision = Decision.OPENS if founds else Decision.JOINS
            link = _changed(link, decision, correction)
        elif link.decision is Decision.RESENDS and new_voice:
            link = _changed(link, Decision.JOINS, correction)
        result.append(replace(member, link=replace(link, new_voice=new_voice)))
        heard |= {voice} if voice else set()
    return tuple(result)


def _changed(link: Link, decision: Decision, correction: Correction) -> Link:
    if link.correction == correction.id:
        return replace(link, decision=decision)
    evidence = f"urutan laporan berubah oleh koreksi {correction.id} dari {correction.by}: {correction.why}"
    return replace(link, decision=decision, evidence=evidence, correction=correction.id)


def voices_of(members: Iterable[Member]) -> Mapping[str, datetime]:
    """Who spoke, and when last."""
    voices: dict[str, datetime] = {}
    for member in members:
        voice, at = member.report.voice, member.report.report.reported_at.astimezone(UTC)
        if voice:
            voices[voice] = max(at, voices.get(voice, at))
    return voices
