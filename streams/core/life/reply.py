"""One answer of a reporter -> the vote with it, and what the vote comes to."""

from datetime import UTC, datetime, timedelta

from schemas.catalog.models import Catalog
from schemas.command import HOPS, Answered
from schemas.heard import ReplyScene
from schemas.incident import Incident
from schemas.result import Refusal
from streams.core.life.advance import Lived, Tidings, advanced, settled
from streams.core.life.close import confirmed
from streams.core.life.reopen import reopened
from streams.core.life.telling import News
from streams.core.life.votes import counted, decision, rule_of
from streams.core.life.works import ASKED

SKEW = timedelta(minutes=10)
"""The clocks of agencies and channels may differ by so much."""


def answered(said: Answered, scene: ReplyScene, catalog: Catalog) -> Lived:
    """The incident with the answer counted; a new version only if that decides the vote."""
    reply = said.reply
    if scene.known is not None:
        return _again(said, scene.known)
    if scene.incident_id is None:
        reason = f"no report {said.channel}:{reply.report_id}"
        return Lived(refusal=Refusal("unknown_report", "report_id", reason))
    if scene.incident is None:
        return _sent_on(said, scene.incident_id)
    if refusal := _refusal_of(said, scene.incident):
        return Lived(refusal=refusal)
    # Who reported it again and now answers has one voice, not two.
    # Whose report was there when a late word told that it was resolved before it was never counted.
    again = max(0, scene.incident.life.again - scene.again)
    no = scene.no + again + (reply.answer == "no")
    incident = counted(scene.incident, scene.yes + (reply.answer == "yes"), no, again)
    return decided(incident, _moment(said, incident), scene.reach, catalog, final=False)


def decided(incident: Incident, at: datetime, reach: int, catalog: Catalog, *, final: bool) -> Lived:
    """What the vote comes to `at` that moment; `final` if nobody waits for more answers."""
    match decision(incident, rule_of(incident, catalog), final=final):
        case "reopens":
            again = reopened(incident, at)
            told = News("reopened", at, _result(incident))
            return advanced(incident, again, told, Tidings("reopened", reach), catalog)
        case "confirms":
            return confirmed(incident, News("progress", at, _result(incident)), reach, catalog)
    return Lived(incident=settled(incident, catalog))


def _again(said: Answered, known: str) -> Lived:
    if known == said.digest:
        return Lived()
    return Lived(refusal=Refusal.reused(said.reply.id, "a reply"))


def _sent_on(said: Answered, incident_id: str) -> Lived:
    """The report is in another key by now."""
    if said.hops >= HOPS:
        reason = f"the report is in {incident_id} by now"
        return Lived(refusal=Refusal("moved", "incident_id", reason))
    reply = said.reply.model_copy(update={"incident_id": incident_id})
    return Lived(send=said.model_copy(update={"reply": reply, "hops": said.hops + 1}))


def _refusal_of(said: Answered, incident: Incident) -> Refusal | None:
    life, reply = incident.life, said.reply
    if incident.dismissed_by:
        reason = f"incident {incident.id} was found to be no report by {incident.dismissed_by}: nobody asks"
        return Refusal("not_asked", "incident_id", reason)
    if life.step not in ASKED:
        return Refusal("not_asked", "incident_id", f"incident {incident.id} is {life.step}: nobody asks")
    if life.resolved_at and reply.at < life.resolved_at - SKEW:
        return Refusal("stale", "at", f"answered before it was resolved at {life.resolved_at.isoformat()}")
    return None


def _moment(said: Answered, incident: Incident) -> datetime:
    """When it was answered; time does not run backwards in an incident's life."""
    at = said.reply.at.astimezone(UTC)
    return max(at, incident.life.at or at)


def _result(incident: Incident) -> str:
    life = incident.life
    if not life.yes + life.no:
        return "tidak ada warga yang membantah"
    return f"{life.yes} warga menjawab sudah beres, {life.no} belum"
