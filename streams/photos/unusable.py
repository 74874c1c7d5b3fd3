"""Why a file is not taken for a photo: a value, since what strangers send is no failure of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Unusable:
    """A status of HTTP, and the code of its words with what they are filled with."""

    status: int
    code: str
    filled: Mapping[str, object] = field(default_factory=dict)


BROKEN = Unusable(400, "photo_broken")
UNKNOWN_KIND = Unusable(415, "photo_kind")
