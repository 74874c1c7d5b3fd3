"""The parts that problems of a stream play: what is said about each, round by round.

After the second round days pass, and after the last weeks. What comes of it is not said here:
it must be the same whatever is killed, and what the checker finds right.
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from tests.e2e import acts
from tests.e2e.scene import QUORUM, Matter

DUMPING = "illegal_dumping"

Round: TypeAlias = Literal["first", "then", "meanwhile", "last"]


@dataclass(frozen=True, slots=True)
class Part:
    """What is done about a problem, and which problems it needs."""

    first: acts.Act = acts.nothing
    then: acts.Act = acts.nothing
    last: acts.Act = acts.nothing
    meanwhile: acts.Act = acts.nothing
    voices: int = 1
    alone: bool = False
    category: str | None = None
    seen: bool = False
    times: int = 5

    def act(self, round: Round) -> acts.Act:
        return {
            "first": self.first,
            "then": self.then,
            "meanwhile": self.meanwhile,
            "last": self.last,
        }[round]

    def fits(self, matter: Matter) -> bool:
        """`alone`: one agency must act; `seen`: a citizen sent a photo."""
        return (
            len(matter.voices) >= self.voices
            and (len(matter.agencies) == 1 or not self.alone)
            and self.category in (None, matter.category)
            and (matter.seen is not None or not self.seen)
        )


CROWD = Part(acts.accepted, meanwhile=acts.on_site, last=acts.shown, voices=200, times=1)
SILENT = Part()
PARTS = (
    CROWD,
    Part(acts.released, acts.partner_accepts, acts.partner_fixes, category=DUMPING),
    Part(acts.released, acts.partner_gives_back, acts.accepted, category=DUMPING),
    Part(acts.released, acts.accepted, acts.partner_is_late, category=DUMPING),
    Part(acts.shown_by_a_citizen, acts.one_wavers, acts.shown_better, voices=QUORUM, seen=True),
    Part(acts.fixed, acts.all_say("yes"), acts.too_late),
    Part(acts.fixed, acts.denied, acts.fixed_after_all),
    Part(acts.not_shown, acts.all_say("yes"), acts.operator_confirms, voices=QUORUM),
    Part(acts.handed_on, acts.handed_back, acts.operator_at_work, alone=True),
    Part(acts.not_mine, acts.operator_gives_up, acts.operator_reopens, alone=True),
    Part(acts.given_up, acts.too_late, alone=True),
    Part(acts.wrong, acts.wrong_answers),
    Part(acts.worked, acts.more_report_it, acts.shown, category="street_light", voices=2),
    Part(acts.fixed, acts.reported_anew, acts.accepted, category="road_damage", voices=2),
    Part(acts.fixed, acts.one_denies, voices=QUORUM + 1),
)
"""Those that few problems fit come first."""
