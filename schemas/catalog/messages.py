"""The shape of `messages.toml`: what citizens are told, in Indonesian."""

from collections.abc import Mapping
from typing import Annotated, Literal, TypeAlias

from pydantic import Field

from schemas.catalog.entry import Entry

Template = Annotated[str, Field(min_length=2, max_length=500)]
Told: TypeAlias = Literal[
    "received",
    "joined",
    "accepted",
    "forwarded",
    "on_site",
    "resolved",
    "unproven",
    "reopened",
    "confirmed",
    "closed",
    "cannot",
    "standing",
]
"""What a reporter may hear of.

`forwarded`: the agency refused, another one must act; `standing`: where it stands, of what was withheld.
"""
Stands: TypeAlias = Literal[
    "dispatched", "accepted", "on_site", "resolved", "unproven", "reopened", "confirmed", "closed", "cannot"
]
"""Where an incident may stand."""


class Messages(Entry):
    """A template for each thing that is told, and a half sentence for each place where an incident may stand.

    `usually` is put where a template says `{usually}`, if enough is known; else nothing is.
    """

    limit_a_day: Annotated[
        int, Field(ge=1, le=100, description="so many messages a day hears a reporter of one incident")
    ]
    told: Annotated[Mapping[Told, Template], Field(description="a sentence or two")]
    stands: Annotated[Mapping[Stands, Template], Field(description="as in: petugas di lokasi sejak 08.40")]
    usually: Template
