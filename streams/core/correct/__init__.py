"""What operators put right: a command and all it speaks of -> what changes. Pure."""

from collections.abc import Iterable

from schemas.command import Ordered, Receive
from schemas.corrected import Entry, Scene
from schemas.result import Refusal, Result
from streams.core.correct.carry_out import Corrected, carry_out
from streams.core.correct.kinds import planned
from streams.core.correct.receive import received
from streams.core.correct.refuse import refusal_of
from streams.core.rules import Rules

__all__ = ["Corrected", "correct"]


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


def _again(command: Ordered, known: Entry) -> Corrected:
    if known.digest == command.digest:
        return Corrected()
    return Corrected(refusal=Refusal.reused(command.correction.id, "a correction"))


def _refused(command: Ordered, refusal: Refusal, scene: Scene) -> Corrected:
    named: Iterable[str] = (id for id in command.correction.named if id in scene.incidents)
    entry = Entry(command.correction, command.digest, Result.REFUSED, refusal, tuple(named))
    return Corrected(entry=entry, refusal=refusal)
