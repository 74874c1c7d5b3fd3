"""A chunk of `resolve` within its one transaction: runs of reports are folded, the rest taken one by one."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from aiokafka import ConsumerRecord

from schemas.classified import ClassifiedReport, ReportKey
from schemas.command import Answered, Forget, Ordered, Progressed, Receive, Tick
from schemas.corrected import Entry
from schemas.incident import Recorded, key_of
from schemas.message import Message
from schemas.passage import Passage, passage_of
from schemas.rejection import Rejection
from sinks.corrections import correction_scene, write_correction
from sinks.postgres import Batch, Claim
from streams.agents.forget import forget
from streams.agents.limited import limited
from streams.agents.lives import lived
from streams.agents.moment import moment_of
from streams.agents.spans import ResolveSpans
from streams.core.correct import Corrected, correct
from streams.core.durations import Durations
from streams.core.fold import Folded, fold
from streams.core.incidents import OpenIncidents
from streams.core.life.advance import Lived
from streams.core.records.announce import announcement_record
from streams.core.records.commands import Event, command_record, refused
from streams.core.records.keys import destroyed_record
from streams.core.rules import Rules
from streams.core.storms import Storms
from streams.core.tell import dispatch_record, feedback_record, rejected_record
from streams.core.tell_event import event_record
from streams.metering import Stages

Read: TypeAlias = tuple[Event | Rejection, ConsumerRecord]


@dataclass(slots=True)
class Turn:
    """What one turn of `resolve` came to, and what there is to count and to log of it.

    Messages stand in their order, by the partition with whose records they come about.
    """

    outgoing: dict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))
    redelivered: list[tuple[str, ...]] = field(default_factory=list)
    rejected: list[Rejection] = field(default_factory=list)
    recorded: list[Recorded] = field(default_factory=list)
    corrected: list[Entry] = field(default_factory=list)
    spoken: list[tuple[Progressed | Answered, str | None]] = field(default_factory=list)
    forgotten: list[Forget] = field(default_factory=list)
    progress: list[tuple[str, ...]] = field(default_factory=list)
    replies: list[tuple[str, ...]] = field(default_factory=list)

    def of(self, claim: Claim) -> Sequence[Message]:
        """The messages of one partition."""
        return self.outgoing.get(claim.partition, ())


class Desk:
    """Takes events in one after the other; each sees in Postgres what those before it wrote."""

    def __init__(
        self,
        batch: Batch,
        incidents: OpenIncidents,
        storms: Storms,
        rules: Rules,
        *,
        durations: Durations,
        turn: Turn,
        watch: Stages,
        spans: ResolveSpans,
    ) -> None:
        self._batch = batch
        self._incidents = incidents
        self._storms = storms
        self._rules = rules
        self._durations = durations
        self._turn = turn
        self._watch = watch
        self._spans = spans

    async def fold(self, run: Iterable[Read]) -> None:
        """Reports that follow each other, those of one partition in their order."""
        found = [(event, record) for event, record in run if isinstance(event, ClassifiedReport)]
        reports = [report for report, _ in found]
        passages: dict[ReportKey, Passage | None] = {}
        for report, record in found:
            # A redelivery in the same run came in later than the report that counts.
            if report.report_key not in passages:
                passage = passage_of(record.headers)
                passages[report.report_key] = self._spans.passed_on(report, passage, record)
        digests = await self._batch.digests({report.report_key for report in reports})
        moved = await self._batch.moved({one.report.supports for one in reports if one.report.supports})
        self._watch.lap("record")
        with limited():
            folded = fold(
                reports,
                self._incidents,
                digests,
                self._rules,
                self._storms,
                durations=self._durations,
                moved=moved,
            )
        self._spans.decided(folded)
        for partition, message in _outgoing(folded, found, passages):
            self._turn.outgoing[partition].append(message)
        self._turn.redelivered += [(channel,) for channel, _ in folded.redelivered]
        self._turn.rejected += folded.rejections
        self._turn.recorded += folded.recorded
        self._watch.lap("fold")
        await self._batch.record(folded.recorded, folded.incidents.values())
        await self._batch.record_storms(folded.storms)
        self._watch.lap("record")

    async def take(self, run: Iterable[Read]) -> None:
        """Whatever else there is, one by one; and what nobody can read."""
        for event, record in run:
            match event:
                case Ordered() | Receive():
                    await self._correct(event, record)
                case Progressed() | Answered() | Tick():
                    await self._live(event, record)
                case Forget():
                    await self._forget(event, record)
                case Rejection():
                    self._reject(event, moment_of(record), record)

    async def _correct(self, command: Ordered | Receive, record: ConsumerRecord) -> None:
        scene = await correction_scene(self._batch, command)
        self._watch.lap("record")
        done = correct(command, scene, self._rules)
        if done.entry:
            self._turn.corrected.append(done.entry)
        if done.refusal and isinstance(command, Ordered):
            self._reject(refused(command, done.refusal), command.correction.at, record)
        self._send(_told(done), record)
        self._watch.lap("fold")
        await write_correction(
            self._batch,
            entry=done.entry,
            undone=done.undone,
            incidents=done.incidents.values(),
            seats=done.seats,
        )
        self._incidents.replace(done.incidents, done.voices)
        self._watch.lap("record")

    async def _live(self, event: Progressed | Answered | Tick, record: ConsumerRecord) -> None:
        outcomes = await lived(
            self._batch, event, self._rules.catalog, self._durations, self._incidents.waiting
        )
        self._watch.lap("live")
        for one in outcomes:
            if not isinstance(event, Tick):
                self._spoken(event, one, record)
            self._send(_heard(one), record)
            if one.incident:
                self._incidents.renew(one.incident)
            if one.finished:
                self._durations.add(one.finished)

    def _spoken(self, event: Progressed | Answered, outcome: Lived, record: ConsumerRecord) -> None:
        if outcome.refusal:
            self._reject(refused(event, outcome.refusal), moment_of(record), record)
        self._turn.spoken.append((event, outcome.refusal.code if outcome.refusal else None))
        result = "refused" if outcome.refusal else "applied"
        match event:
            case Progressed(progress=progress):
                self._turn.progress.append((progress.said.value, result))
            case Answered(reply=reply) if outcome.send is None:
                self._turn.replies.append((reply.answer, result))

    async def _forget(self, command: Forget, record: ConsumerRecord) -> None:
        done = await forget(self._batch, command, self._storms, self._rules)
        self._send([*map(dispatch_record, done.dispatches), *map(command_record, done.send)], record)
        if command.seal:
            self._send([destroyed_record(command.seal)], record)
        self._turn.forgotten.append(command)
        self._incidents.replace(done.incidents, done.voices)
        self._watch.lap("record")

    def _reject(self, rejection: Rejection, at: datetime, record: ConsumerRecord) -> None:
        self._send([rejected_record(rejection, at)], record)
        self._turn.rejected.append(rejection)

    def _send(self, messages: Iterable[Message], record: ConsumerRecord) -> None:
        """What follows from the record."""
        self._turn.outgoing[record.partition] += messages


def _told(done: Corrected) -> Sequence[Message]:
    return [
        *map(dispatch_record, done.dispatches),
        *([command_record(done.send)] if done.send else []),
    ]


def _heard(lived: Lived) -> Sequence[Message]:
    return [
        *map(dispatch_record, lived.dispatches),
        *map(announcement_record, lived.announcements),
        *([command_record(lived.send)] if lived.send else []),
    ]


def _outgoing(
    folded: Folded,
    found: Iterable[tuple[ClassifiedReport, ConsumerRecord]],
    passages: Mapping[ReportKey, Passage | None],
) -> Iterator[tuple[int, Message]]:
    """Each message with the partition of the key that it speaks of."""
    refusing = found if folded.rejections else ()
    by_origin = {
        str(report.origin): (record.partition, report.report.reported_at) for report, record in refusing
    }
    by_key = {report.key: record.partition for report, record in found}
    for dispatch in folded.dispatches:
        cause = passages[folded.causes[dispatch.incident_id, dispatch.version]]
        yield by_key[key_of(dispatch.incident_id)], dispatch_record(dispatch, cause)
    for event in folded.events:
        yield by_key[key_of(event.event_id)], event_record(event)
    for channel, message in folded.feedback:
        cause = passages[channel, message.report_id]
        yield by_key[key_of(message.incident_id)], feedback_record(channel, message, cause)
    for rejection in folded.rejections:
        partition, said_at = by_origin[rejection.id]
        yield partition, rejected_record(rejection, said_at)
