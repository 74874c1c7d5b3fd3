"""What became of records that were published, in figures."""

from streams.cli.output import print_error
from streams.cli.sections import Section
from streams.replay.run import Outcome

_LINES = 10


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


def summary(title: str, outcome: Outcome) -> list[Section]:
    """For people."""
    sections = [Section(title, tuple((name, f"{number:,}") for name, number in figures(outcome).items()))]
    if found := reasons(outcome):
        sections.append(
            Section("Rejected", tuple((reason, f"{number:,}") for reason, number in found.items()))
        )
    return sections


def missing(outcome: Outcome) -> bool:
    """Whether any record is not where it should be; says which."""
    for line, reason in outcome.sending.unsent:
        print_error(f"line {line} was not taken by Kafka: {reason}")
    lost = outcome.settlement.lost if outcome.settlement else []
    if lost:
        first = ", ".join(str(sent.record.line) for sent in lost[:_LINES])
        print_error(f"{len(lost)} records are not in Postgres (lines {first} ...); do both workers run?")
    return bool(lost or outcome.sending.unsent)
