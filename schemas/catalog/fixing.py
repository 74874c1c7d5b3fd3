"""How a fix is proven, and how citizens confirm it."""

from typing import Annotated

from pydantic import Field

from schemas.catalog.entry import Entry


class ProofRule(Entry):
    """What a photo of a fix must be."""

    near_m: Annotated[float, Field(gt=0, le=5_000, description="beside what the incident's place may be off")]


class VoteRule(Entry):
    """How the reporters of an incident confirm that it is fixed, or reopen it."""

    quorum: Annotated[int, Field(ge=1, description="so many answers decide at once; fewer reporters: all")]
    reopen_share: Annotated[float, Field(gt=0, le=1, description="of the answers; no less reopens")]
    silence_h: Annotated[float, Field(gt=0, le=2_400, description="then what was answered decides")]
    closes_h: Annotated[float, Field(ge=0, le=2_400, description="from confirmed to closed")]
