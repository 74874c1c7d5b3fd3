"""The log of classified reports folded again, by the core alone: what Postgres must hold, to the letter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import asyncpg
from aiokafka import ConsumerRecord

from schemas.catalog import load
from schemas.classified import ClassifiedReport, ReportKey
from schemas.incident import Incident
from sinks.rows import incident_of
from streams.core.fold import Rules, fold, report_key
from streams.core.read import read_classified
from streams.weights import load_duplicates


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every incident as it stands, and who belongs to it by which decision."""

    incidents: Mapping[str, Incident]
    members: Mapping[ReportKey, tuple[str, str]]

    def differences(self, other: "Outcome") -> list[str]:
        """What is not the same, by id or by report."""
        return [
            f"{key}: {mine.get(key)} is not {theirs.get(key)}"
            for mine, theirs in ((self.incidents, other.incidents), (self.members, other.members))
            for key in mine.keys() | theirs.keys()
            if mine.get(key) != theirs.get(key)
        ]


def refolded(log: Iterable[ConsumerRecord]) -> Outcome:
    """Fold a log, each partition in its order, each report where it came first, all in one batch."""
    rules = Rules.of(load(), load_duplicates())
    first: dict[ReportKey, ClassifiedReport] = {}
    for record in log:
        report = read_classified(record, rules.catalog)
        assert isinstance(report, ClassifiedReport), report
        first.setdefault(report_key(report), report)
    folded = fold(first.values(), rules.no_incidents(), {}, rules)
    members = {
        report_key(recorded.report): (recorded.link.incident_id, recorded.link.decision.value)
        for recorded in folded.recorded
    }
    return Outcome(folded.incidents, members)


async def stored(url: str) -> Outcome:
    """What Postgres holds."""
    connection = await asyncpg.connect(url)
    try:
        incidents = await connection.fetch("select * from incidents")
        links = await connection.fetch("select channel, report_id, incident_id, decision from links")
    finally:
        await connection.close()
    return Outcome(
        {row["id"]: incident_of(row) for row in incidents},
        {(row["channel"], row["report_id"]): (row["incident_id"], row["decision"]) for row in links},
    )
