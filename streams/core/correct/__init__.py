"""What operators put right: a command and all it speaks of -> what changes. Pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Protocol

from schemas.command import Ordered, Receive
from schemas.corrected import Entry, Refusal, Result, Scene
from schemas.incident import Incident
from streams.core.correct.carry_out import Corrected, carry_out
from streams.core.correct.kinds import planned
from streams.core.correct.receive import received
from streams.core.correct.refuse import refusal_of
from streams.core.incidents import OpenIncidents
from streams.core.rules import Rules

__all__ = ["Corrected", "bring_up", "correct"]


def correct(command: Ordered | Receive, scene: Scene, rules: Rules) -> Corrected:
    """What the command changes. One that was carried out before changes nothing."""
    if isinstance(command, Receive):
        return received(command, scene, rules)
    if scene.known is not None:
        return _again(command, scene.known)
    if refusal := refusal_of(command, scene):
        return _refused(command, refusal, scene)
    plan = planned(command.correction, scene, rules)
    return carry_out(plan, scene, command, command.key, rules)


class Changed(Protocol):
    """Incidents that a command changed, and who is heard in each now."""

    @property
    def incidents(self) -> Mapping[str, Incident]:
        """By id."""

    @property
    def voices(self) -> Mapping[str, Mapping[str, datetime]]:
        """By incident: who spoke, and when last."""


def bring_up(incidents: OpenIncidents, changed: Changed) -> None:
    """Take what changed into memory: voices that left an incident are no longer heard in it."""
    for id, incident in changed.incidents.items():
        incidents.drop(id)
        if incident.comparable:
            incidents.put(incident, changed.voices[id])


def _again(command: Ordered, known: Entry) -> Corrected:
    if known.digest == command.digest:
        return Corrected()
    id = command.correction.id
    return Corrected(
        refusal=Refusal("id_reused", "id", f"id {id!r} was used before by a correction with other content")
    )


def _refused(command: Ordered, refusal: Refusal, scene: Scene) -> Corrected:
    named: Iterable[str] = (id for id in command.correction.named if id in scene.incidents)
    entry = Entry(command.correction, command.digest, Result.REFUSED, refusal, tuple(named))
    return Corrected(entry=entry, refusal=refusal)
