"""Cases as Postgres would tell them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from schemas.cases import Cases


@dataclass(frozen=True)
class Case:
    began: datetime
    answered: datetime | None = None
    done: datetime | None = None
    group: str = ""
    category: str = "banjir"
    urgency: str = "normal"
    given_up: bool = False
    open: bool = True
    resolved_once: bool = False
    reopened: bool = False
    recurs: bool = False
    by_partner: bool = False
    judged: int = 0
    rejected: int = 0
    reports: int = 1
    voices: int = 1


def cases(some: Sequence[Case], taken_at: datetime) -> Cases:
    """All of them, a column each."""

    def seconds(moments: Sequence[datetime | None]) -> np.ndarray:
        return np.array([at.timestamp() if at else np.nan for at in moments])

    flags = ("given_up", "open", "resolved_once", "reopened", "recurs", "by_partner")
    counts = ("judged", "rejected", "reports", "voices")
    return Cases(
        taken_at=taken_at,
        groups=[one.group for one in some],
        categories=[one.category for one in some],
        urgencies=[one.urgency for one in some],
        began=seconds([one.began for one in some]),
        answered=seconds([one.answered for one in some]),
        done=seconds([one.done for one in some]),
        **{name: np.array([getattr(one, name) for one in some], np.bool_) for name in flags},
        **{name: np.array([getattr(one, name) for one in some], np.int64) for name in counts},
    )
