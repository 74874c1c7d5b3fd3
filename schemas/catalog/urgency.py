"""The shape of `urgency.toml`: what raises a report's urgency, and what takes that back."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Words = Annotated[str, Field(min_length=1, max_length=80)]
Id = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]

NUMBER = "jumlah"
"""The group that also holds every number from 1 to 999 written in digits."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Events(_Part):
    """Phrases by the urgency of what they tell. `<group>` stands for any word of that group."""

    high: tuple[Words, ...] = ()
    emergency: tuple[Words, ...] = ()


class Over(_Part):
    """What says that it is over: `danger` ends dangers told before it, `all` people in need too."""

    danger: tuple[Words, ...] = ()
    all: tuple[Words, ...] = ()


class Denials(_Part):
    """Words that take an event back; `streams.core.grade.denial` says how far each of them reaches."""

    negation: Annotated[tuple[Words, ...], Field(description="up to a few words further")] = ()
    narrow: Annotated[tuple[Words, ...], Field(description="the next two words only")] = ()
    supposition: Annotated[tuple[Words, ...], Field(description="to the end of the clause")] = ()
    habit: Annotated[tuple[Words, ...], Field(description="the whole clause, before them too")] = ()
    question: Annotated[tuple[Words, ...], Field(description="a clause with '?' is no event")] = ()
    presupposing: Annotated[tuple[Words, ...], Field(description="such a question tells an event")] = ()
    affirmed: Annotated[tuple[Words, ...], Field(description="look like a denial and are none")] = ()
    filler: Annotated[tuple[Words, ...], Field(description="carry a negation one word further")] = ()
    after: Annotated[tuple[Words, ...], Field(description="deny the event right before them")] = ()
    ends: Annotated[tuple[Words, ...], Field(description="end every denial")] = ()
    ends_negation: Annotated[tuple[Words, ...], Field(description="end a negation only")] = ()


class WaterDepth(_Part):
    """From which depth water is dangerous, and how deep the words for parts of the body are (cm)."""

    high_cm: Annotated[int, Field(gt=0, le=300)] = 40
    emergency_cm: Annotated[int, Field(gt=0, le=300)] = 90
    categories: Annotated[tuple[Id, ...], Field(description="these speak of water without naming it")] = ()
    water: tuple[Words, ...] = ()
    reaching: Annotated[
        tuple[Words, ...], Field(description="'setinggi' and the like, before a body word")
    ] = ()
    bodies: Mapping[Words, Annotated[int, Field(gt=0, le=300)]] = {}
    things: Annotated[tuple[Words, ...], Field(description="what else has a length or height")] = ()
    beyond: Annotated[tuple[Words, ...], Field(description="after a length that is a distance")] = ()


class AtRisk(_Part):
    """People for whom the dangers of some categories are one step more urgent."""

    categories: tuple[Id, ...] = ()
    people: tuple[Words, ...] = ()


class UrgencyRules(_Part):
    """The whole file. `people` are in need, `dangers` threaten; only what is over parts them."""

    common: Annotated[tuple[Words, ...], Field(description="too frequent to look for a phrase by")] = ()
    people: Events = Events()
    dangers: Events = Events()
    harmless: Annotated[tuple[Words, ...], Field(description="hides events that end within it")] = ()
    over: Over = Over()
    at_risk: AtRisk = AtRisk()
    water_depth: WaterDepth = WaterDepth()
    groups: Mapping[Id, tuple[Words, ...]] = {}
    denials: Denials = Denials()
    spellings: Annotated[
        Mapping[Words, tuple[Words, ...]],
        Field(description="a word as phrases write it, and how else people type it"),
    ] = {}
