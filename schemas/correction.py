"""`corrections`: what an operator puts right. Each names the incident that it is about, and so its key."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import ConfigDict, Field

from schemas.classified import ReportKey
from schemas.contract import Contract, IncidentId, Timestamp
from schemas.incident import key_of

REPORTS = 1_000
AGENCIES = 10
WHY_LENGTH = 1_000

CorrectionId: TypeAlias = Annotated[
    str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._:-]*$", max_length=128, description="chosen by the sender")
]
ReportName: TypeAlias = Annotated[
    str, Field(pattern=r"^[a-z][a-z0-9_]*:[^\s\x00-\x1f\x7f]", max_length=170, description="channel:id")
]


class Merge(Contract):
    """All reports of `incident` belong to `into`. Also the answer "yes" to `perhaps`."""

    kind: Literal["merge"] = "merge"
    incident: IncidentId
    into: IncidentId


class Split(Contract):
    """Some reports of `incident` are an incident of their own."""

    kind: Literal["split"] = "split"
    incident: IncidentId
    reports: Annotated[tuple[ReportName, ...], Field(min_length=1, max_length=REPORTS)]


class Move(Contract):
    """One report belongs to `into`; `incident` is where it was seen."""

    kind: Literal["move"] = "move"
    report: ReportName
    incident: IncidentId
    into: IncidentId


class Reclassify(Contract):
    """The incident is about something else."""

    kind: Literal["reclassify"] = "reclassify"
    incident: IncidentId
    category: Annotated[str, Field(max_length=40, description="an id of the catalog")]


class Reroute(Contract):
    """Other agencies must act; reports that join later change nothing of it."""

    kind: Literal["reroute"] = "reroute"
    incident: IncidentId
    agencies: Annotated[
        tuple[str, ...], Field(min_length=1, max_length=AGENCIES, description="ids of the catalog")
    ]


class NoReport(Contract):
    """Nothing that an agency could act on: the incident is closed."""

    kind: Literal["no_report"] = "no_report"
    incident: IncidentId


class Apart(Contract):
    """The answer "no" to `perhaps`: these two are not the same."""

    kind: Literal["apart"] = "apart"
    incident: IncidentId
    other: IncidentId


class Undo(Contract):
    """Takes a correction back. `incident` is the one where its reports are now."""

    kind: Literal["undo"] = "undo"
    correction: CorrectionId
    incident: IncidentId


What: TypeAlias = Merge | Split | Move | Reclassify | Reroute | NoReport | Apart | Undo


class Correction(Contract):
    """One thing put right, by whom and why.

    A second one with the id of an earlier one is the same if its content is, and refused otherwise.
    """

    model_config = ConfigDict(title="Correction, version 1")

    id: CorrectionId
    at: Annotated[Timestamp, Field(description="when it was decided; RFC 3339 with an offset")]
    by: Annotated[
        str, Field(min_length=1, max_length=128, description="the operator's account, opaque, never a name")
    ]
    why: Annotated[str, Field(min_length=1, max_length=WHY_LENGTH, description="for those who read it later")]
    what: Annotated[What, Field(discriminator="kind")]
    seen: Annotated[
        Mapping[IncidentId, Annotated[int, Field(ge=0)]],
        Field(max_length=4, description="revision of each incident that the operator saw"),
    ] = {}

    @property
    def key(self) -> str:
        """`city:family` of the incident it is about."""
        return key_of(self.what.incident)

    @property
    def named(self) -> tuple[str, ...]:
        """The incidents it names, the one it is about first."""
        return named_in(self.what)


def named_in(what: What) -> tuple[str, ...]:
    """The incidents it names, the one it is about first."""
    match what:
        case Merge(into=other) | Move(into=other) | Apart(other=other):
            return what.incident, other
    return (what.incident,)


def report_key_of(name: str) -> ReportKey:
    """The channel and id of `channel:id`."""
    channel, _, id = name.partition(":")
    return channel, id


def report_name_of(key: ReportKey) -> str:
    """`channel:id`."""
    return ":".join(key)
