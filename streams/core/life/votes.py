"""What the reporters' answers come to."""

from dataclasses import replace
from typing import Literal, TypeAlias

from schemas.catalog.fixing import VoteRule
from schemas.catalog.models import Catalog
from schemas.incident import Incident
from schemas.life import Step
from streams.core.life.works import is_proven

Decision: TypeAlias = Literal["reopens", "confirms"]


def rule_of(incident: Incident, catalog: Catalog) -> VoteRule:
    """How reporters of its category confirm."""
    category = catalog.categories.get(incident.category)
    return (category and category.votes) or catalog.city.votes


def decision(incident: Incident, rule: VoteRule, *, final: bool) -> Decision | None:
    """What the answers come to: by themselves, or (`final`) since nobody waits for more.

    Silence confirms. What is not proven only the operator confirms, however many say yes.
    """
    life = incident.life
    if life.step not in (Step.RESOLVED, Step.CONFIRMED):
        return None
    answers = life.yes + life.no
    enough = answers >= min(incident.voices, rule.quorum)
    if answers and (enough or final) and life.no >= rule.reopen_share * answers:
        return "reopens"
    if life.step is Step.RESOLVED and (enough or final) and is_proven(incident):
        return "confirms"
    return None


def counted(incident: Incident, yes: int, no: int, again: int) -> Incident:
    """With so many distinct voices on each side; of the no, so many only reported it again."""
    return replace(incident, life=replace(incident.life, yes=yes, no=no, again=again))


def heard_again(incident: Incident) -> Incident:
    """Another citizen reports it after it was resolved: that says no."""
    life = incident.life
    return replace(incident, life=replace(life, no=life.no + 1, again=life.again + 1))
