"""What became of a replay, in figures."""

from streams.cli.sections import Section
from streams.replay.run import Outcome


def figures(outcome: Outcome) -> dict[str, int | float]:
    """Counts of records, seconds, and records a second. Without a settlement nobody waited: what
    became of the records is not known.
    """
    sending, settlement = outcome.sending, outcome.settlement
    published = len(sending.sent)
    found: dict[str, int | float] = {"published": published, "unsent": len(sending.unsent)}
    if settlement is not None:
        found |= {
            "recorded": settlement.recorded,
            "redelivered": settlement.redelivered,
            "rejected": settlement.refused.total(),
            "lost": len(settlement.lost),
            "incidents": len(settlement.incidents),
        }
    rate = published / outcome.seconds if outcome.seconds else 0.0
    return found | {"seconds": round(outcome.seconds, 3), "rate": round(rate, 1)}


def reasons(outcome: Outcome) -> dict[str, int]:
    """How many records were rejected, by kind of fault and field."""
    refused = outcome.settlement.refused.most_common() if outcome.settlement else []
    return {f"{code} {field}".strip(): number for (code, field), number in refused}


def summary(outcome: Outcome) -> list[Section]:
    """For people."""
    sections = [Section("Replay", tuple((name, f"{number:,}") for name, number in figures(outcome).items()))]
    if found := reasons(outcome):
        sections.append(
            Section("Rejected", tuple((reason, f"{number:,}") for reason, number in found.items()))
        )
    return sections
