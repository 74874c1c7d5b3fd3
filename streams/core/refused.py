"""What a contract finds wrong with a message, told without anything that its sender chose.

People who may not see personal data read it, and Postgres cannot hold all of what was sent.
"""

from typing import TYPE_CHECKING

from streams.core.storable import HIDDEN, Location, may_be_shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_WITH_INPUT = {"union_tag_invalid": "is of no kind that is known; valid: {expected_tags}"}
"""pydantic's own words for these repeat what was sent."""


def why(point: "ErrorDetails") -> str:
    """The reason of one point of a `ValidationError` that was asked with its context."""
    words = _WITH_INPUT.get(point["type"])
    return words.format(**point.get("ctx", {})) if words else point["msg"].removeprefix("Value error, ")


def where(point: "ErrorDetails") -> Location:
    """The path of fields to it; of names that are the sender's own only those that are like ids."""
    return tuple(_shown(part) for part in point["loc"] if part != "[key]")


def _shown(part: int | str) -> str:
    """Ids of incidents are several in one, with colons between them."""
    return str(part) if isinstance(part, int) or all(map(may_be_shown, part.split(":", 2))) else HIDDEN
