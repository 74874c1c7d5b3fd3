"""The shapes of the catalog: who may speak, what about, where, and who must act."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field

from schemas.catalog.attributes import Attribute
from schemas.catalog.entry import Entry, Id, Words
from schemas.catalog.fixing import ProofRule, VoteRule
from schemas.catalog.messages import Messages
from schemas.catalog.no_report import NoReport
from schemas.catalog.planned import PlannedWork
from schemas.catalog.promises import Promises, WorkingTime
from schemas.catalog.retention import Days, Retention
from schemas.catalog.storms import StormRule
from schemas.catalog.urgency import UrgencyRules

UNKNOWN = "other"
"""The category of reports that no word places; every catalog has it."""


class Urgency(StrEnum):
    """How fast somebody must act, from the least to the most urgent."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    EMERGENCY = "emergency"

    @property
    def rank(self) -> int:
        """0 for the least urgent."""
        return _RANKS[self]


_RANKS = {urgency: rank for rank, urgency in enumerate(Urgency)}


class ClassifyRule(Entry):
    """When an operator should look at what the words came to."""

    unsure_below: Annotated[float, Field(ge=0, le=1, description="confidence below which one should")]


class City(Entry):
    """The city itself, its families of categories, and what holds for all of them."""

    id: Id
    name: Words
    timezone: str
    families: Annotated[Mapping[Id, Words], Field(min_length=1)]
    common_names: Annotated[
        tuple[Words, ...],
        Field(description="names that are also ordinary words, or streets of any housing estate"),
    ] = ()
    classify: ClassifyRule
    storms: StormRule
    working: WorkingTime
    promises: Promises
    proof: ProofRule
    votes: VoteRule
    retention: Annotated[Retention | None, Field(description="none: all is kept")] = None

    @property
    def zone(self) -> ZoneInfo:
        """Its own time."""
        return ZoneInfo(self.timezone)

    def key_of(self, family: str) -> str:
        """`city:family`: all that could be one incident of the family meets under it."""
        return f"{self.id}:{family}"


class Channel(Entry):
    """A way by which citizens speak to the city."""

    id: Id
    name: Words
    description: str
    reached_by: Annotated[Words | None, Field(description="what a citizen does to speak there")] = None
    reached_by_english: Words | None = None
    error_m: Annotated[float, Field(gt=0, description="error of coordinates that come without one")]
    reports_days: Annotated[Days | None, Field(description="kept so long, if not as usual")] = None


class AgencyKind(StrEnum):
    """What an agency is to the city.

    An `agency` (SKPD) is routed to; a `partner` is a private company that helps where an agency lets it;
    the one `operator` (POC) hears of what needs a person's decision.
    """

    AGENCY = "agency"
    PARTNER = "partner"
    OPERATOR = "operator"


class Offer(Entry):
    """What a partner helps with: all of `categories`, in `areas` (kelurahan or kecamatan; none: anywhere)."""

    categories: Annotated[tuple[Id, ...], Field(min_length=1)]
    areas: tuple[Id, ...] = ()


class Agency(Entry):
    """Who must act (SKPD), who helps, or who decides."""

    id: Id
    name: Words
    short: Words
    handles: str
    kind: AgencyKind = AgencyKind.AGENCY
    offers: tuple[Offer, ...] = ()
    planned: Annotated[tuple[PlannedWork, ...], Field(description="its programme of work")] = ()


class Route(Entry):
    """One rule that sends a category to an agency, from `since` until the day before `until`.

    A rule without `since` holds from the beginning. A rule with `urgency_min` adds its agency
    when an incident is at least that urgent, beside the rule without.
    """

    agency: Id
    since: date | None = None
    until: date | None = None
    urgency_min: Urgency = Urgency.LOW
    reason: Annotated[str, Field(min_length=3)]

    def holds(self, day: date, urgency: Urgency) -> bool:
        """Whether the rule applies to an incident of that day and urgency."""
        return (
            (self.since is None or self.since <= day)
            and (self.until is None or day < self.until)
            and urgency.rank >= self.urgency_min.rank
        )


class Example(Entry):
    """A text that a citizen might write; it runs as a test of its category."""

    text: Annotated[str, Field(min_length=2, max_length=500)]
    urgency: Urgency | None = None


class Category(Entry):
    """What a report is about."""

    id: Id
    label: Words
    english: Annotated[Words | None, Field(description="its label on pages in English")] = None
    family: Id
    description: str
    urgency: Urgency
    private: Annotated[bool, Field(description="somebody's own matter: no two citizens share it")] = False
    public: Annotated[bool, Field(description="anybody may know of it, if it is not private")] = True
    spread_m: Annotated[
        float, Field(gt=0, le=1_000, description="how far apart reports of one such problem lie")
    ] = 40
    lasts_h: Annotated[
        float, Field(gt=0, le=2_400, description="how many hours the reports of one such problem come for")
    ] = 24
    promises: Annotated[
        Promises | None, Field(description="how fast it must be answered, if not as usual")
    ] = None
    proof: Annotated[bool, Field(description="a fix must be shown by a photo")] = True
    votes: Annotated[VoteRule | None, Field(description="how its reporters confirm, if not as usual")] = None
    reports_days: Annotated[Days | None, Field(description="kept so long, if not as usual")] = None
    attributes: Annotated[
        tuple[Attribute, ...], Field(description="what a form asks beside the text, in its order")
    ] = ()
    words: tuple[Words, ...]
    routes: Annotated[tuple[Route, ...], Field(min_length=1)]
    examples: tuple[Example, ...]


class Kecamatan(Entry):
    """A district."""

    id: Id
    name: Words
    code: str
    aliases: tuple[Words, ...] = ()


class Kelurahan(Entry):
    """A ward: its border and the streets known to be in it."""

    id: Id
    name: Words
    kecamatan: Id
    code: str
    aliases: tuple[Words, ...] = ()
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    error_m: Annotated[float, Field(gt=0, description="from the centre to the farthest point of the border")]
    streets: tuple[Words, ...] = ()
    border: Annotated[
        tuple[tuple[tuple[float, float], ...], ...],
        Field(min_length=1, description="rings of (lon, lat), outer borders only"),
    ]


class Landmark(Entry):
    """What citizens name instead of a street: a station, a mall, an estate, a junction, a long road.

    One that lies outside the city tells texts about a neighbour; so large an area as another city
    has an error that covers it.
    """

    id: Id
    name: Words
    aliases: tuple[Words, ...] = ()
    lat: Annotated[float, Field(ge=-90, le=90)]
    lon: Annotated[float, Field(ge=-180, le=180)]
    error_m: Annotated[
        float, Field(gt=0, description="how far from the point it may be that something is at it")
    ]


class Catalog(BaseModel):
    """Everything in the catalog, each kind by id. Made by `schemas.catalog.load`, which checks it whole."""

    model_config = ConfigDict(frozen=True)

    city: City
    urgency: UrgencyRules
    no_report: NoReport
    messages: Messages
    channels: Mapping[str, Channel]
    agencies: Mapping[str, Agency]
    categories: Mapping[str, Category]
    kecamatan: Mapping[str, Kecamatan]
    kelurahan: Mapping[str, Kelurahan]
    landmarks: Mapping[str, Landmark] = {}

    @property
    def operator(self) -> Agency:
        """Who hears of what needs a person's decision; `load` sees to it that there is one."""
        return next(agency for agency in self.agencies.values() if agency.kind is AgencyKind.OPERATOR)
