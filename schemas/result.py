"""What became of what somebody put right, did or answered: applied, or refused and why."""

from dataclasses import dataclass
from enum import StrEnum


class Result(StrEnum):
    """What became of it. Between two keys a correction is under way until the second has it."""

    APPLIED = "applied"
    UNDER_WAY = "under_way"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a correction, an agency's word or a reply was not taken, and the field to blame."""

    code: str
    field: str
    reason: str

    @classmethod
    def reused(cls, id: str, by: str) -> "Refusal":
        """Its id was used before `by` another one."""
        return cls("id_reused", "id", f"id {id!r} was used before by {by} with other content")
