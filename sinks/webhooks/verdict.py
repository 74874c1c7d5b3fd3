"""What an answer, or none, means for a delivery. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from sinks.webhooks.backoff import Backoff, wait_s

GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """How a try ended: with a status, or with none and the reason. `reason` is empty if it went well."""

    status: int | None
    reason: str = ""
    retry_after_s: float | None = None

    @property
    def ok(self) -> bool:
        """Whether the receiver has it."""
        return self.status is not None and 200 <= self.status < 300


class Outcome(StrEnum):
    """What becomes of the delivery."""

    DELIVERED = "delivered"
    RETRIED = "retried"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome; `wait_s` until the next try."""

    outcome: Outcome
    wait_s: float = 0.0


def judge(answer: Answer, backoff: Backoff, *, tries: int, chance: float) -> Verdict:
    """`tries` counts the one that was answered. 410 speaks of the destination, not of this delivery."""
    if answer.ok:
        return Verdict(Outcome.DELIVERED)
    if answer.status == GONE:
        return Verdict(Outcome.GONE)
    wait = wait_s(backoff, tries, chance=chance, retry_after_s=answer.retry_after_s)
    return Verdict(Outcome.FAILED) if wait is None else Verdict(Outcome.RETRIED, wait)
