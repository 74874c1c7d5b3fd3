"""A batch on its way to Kafka, from where it stopped."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from streams.connections import cluster_of
from streams.replay.journal import Journal, Mark, alone, fingerprint
from streams.replay.pace import Pace
from streams.replay.reports import Outgoing
from streams.replay.run import Outcome, Patience, publish
from streams.settings import Settings

FOLDER = "imports"


@dataclass(frozen=True, slots=True)
class Resumed:
    """How many were sent by earlier runs, and what became of the others; None if there were no others."""

    before: int
    outcome: Outcome | None


async def send_rest(
    settings: Settings,
    channel: str,
    file: Path,
    records: Sequence[Outgoing],
    *,
    again: bool,
    patience: Callable[[int], Patience],
) -> Resumed:
    """Send what Kafka does not have yet; `patience` is asked with the number sent before.

    Raises `BusyError`, `UnreachableError`, `Mistakes`.
    """
    folder = settings.folder / FOLDER
    path = folder / f"{channel}-{fingerprint(records)}.json"
    fresh = Mark(file=file.name, cluster=await cluster_of(settings.kafka), records=len(records))
    with alone(folder, channel):
        if again:
            path.unlink(missing_ok=True)
        journal = Journal.of(path, fresh)
        before = journal.mark.confirmed
        if before >= len(records):
            return Resumed(before, None)
        return Resumed(before, await _send(settings, channel, records[before:], journal, patience(before)))


async def _send(
    settings: Settings, channel: str, records: Sequence[Outgoing], journal: Journal, patience: Patience
) -> Outcome:
    def published(more: int) -> None:
        journal.confirm(more)
        patience.published(more)

    kept = Patience(patience.wait_s, published, patience.settled)
    try:
        outcome = await publish(settings, channel, records, pace=Pace(None), patience=kept)
    finally:
        journal.keep()
    if outcome.sending.unsent:
        # What the broker did not take would else be passed over by the next run.
        journal.forget()
    return outcome
