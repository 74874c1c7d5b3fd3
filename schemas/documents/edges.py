"""What no JSON Schema tells of the bounds: messages just within them, and the topics that there are."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, JsonValue

from schemas import topics
from schemas.catalog import load
from schemas.catalog.models import AgencyKind

_FILE = Path(__file__).parent.parent / "examples" / "edges.json"


class Bounds(BaseModel):
    """Reports at the bounds of what is taken, by what they show, and how long a record may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    record_bytes: int
    reports: Mapping[str, Mapping[str, JsonValue]]


class Edges(Bounds):
    """As a released version keeps them, with the topics of its catalog."""

    topics: tuple[str, ...]


def edges() -> Edges:
    """Today's. Raises ValidationError for a file that is not as it should be."""
    bounds = Bounds.model_validate_json(_FILE.read_bytes(), strict=True)
    return Edges(record_bytes=bounds.record_bytes, reports=bounds.reports, topics=topic_names())


def topic_names() -> tuple[str, ...]:
    """Those that somebody may rely on. Partners in the catalog are examples, so theirs are not among them."""
    catalog = load()
    agencies = [name for name, agency in catalog.agencies.items() if agency.kind is not AgencyKind.PARTNER]
    of_channels = [make(name) for name in catalog.channels for make in _OF_A_CHANNEL]
    of_agencies = [make(name) for name in agencies for make in _OF_AN_AGENCY]
    return tuple(sorted([*topics.OWN, *of_channels, *of_agencies]))


_OF_A_CHANNEL = (topics.reports, topics.feedback, topics.replies)
_OF_AN_AGENCY = (topics.dispatches, topics.progress)
