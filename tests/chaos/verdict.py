"""What is found after a run: figures, and faults in words."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from aiokafka import ConsumerRecord

from schemas.topics import CLASSIFIED, REJECTED
from tests.chaos.audit import by_zombies, robbed, writes, wrongly_accepted
from tests.chaos.brokers import SESSION_S
from tests.chaos.count import count, in_kafka
from tests.chaos.ears import OUTGOING, Ears
from tests.chaos.publisher import Publisher
from tests.chaos.schedule import POSTGRES
from tests.chaos.storm import Storm
from tests.chaos.town import Town
from tests.chaos.waits import Position, Wait, again_s, longest_s, resolved, triaged
from tests.checker.found import named
from tests.e2e.logs import Logs

RECOVERS_S = SESSION_S + 3
ROLLS_S = 5.0
LONG_S = 2.0
_FENCED = re.compile("ending the process.*(?:FencedError|LostTransactionError)")
_FROM_WORKERS = (CLASSIFIED, REJECTED)
_INCOMING = ("reports.", "progress.", "replies.", "corrections")


@dataclass(slots=True)
class Verdict:
    """`cases` are what must not be, by kind; times are in seconds, `recoveries` by role."""

    took_s: float
    done: Mapping[str, int]
    missed: Mapping[str, int]
    numbers: dict[str, int]
    cases: dict[str, list[str]] = field(default_factory=dict)
    recoveries: dict[str, list[float]] = field(default_factory=dict)
    gaps: list[float] = field(default_factory=list)

    @property
    def disturbances(self) -> int:
        """Of all kinds."""
        return sum(self.done.values())

    @property
    def wrong(self) -> list[str]:
        """What must never be, in words, however slow the machine is; an empty list if nothing is."""
        return [line for what, cases in self.cases.items() for line in named(what, cases)]

    @property
    def faults(self) -> list[str]:
        """That, and what took too long."""
        slow = [
            f"{role}: {s:.1f} s" for role, all_s in self.recoveries.items() for s in all_s if s > RECOVERS_S
        ]
        late = [f"{s:.1f} s" for s in self.gaps if s > ROLLS_S]
        late_too = named("rolling restarts with too long a gap", late)
        return [*self.wrong, *named("recoveries too slow", slow), *late_too]


@dataclass(frozen=True, slots=True)
class Said:
    """Every record of the topics that others than workers write to, and what is wrong with them."""

    records: Sequence[ConsumerRecord]
    numbers: Mapping[str, int]
    cases: Mapping[str, list[str]]


async def what_was_said(here: Town, publisher: Publisher) -> Said:
    """Once all is published: reads it from Kafka, and leaves it with the city."""
    async with Logs(here.brokers.addresses, _INCOMING) as incoming:
        await incoming.catch_up()
    records = [record for log in incoming.records.values() for record in log]
    here.city.published, cases = in_kafka(records, publisher.sent, publisher.confirmed)
    numbers = {"published": len(publisher.sent), "confirmed": len(publisher.confirmed)}
    others = [record for record in records if record.topic not in _FROM_WORKERS]
    return Said(others, numbers, cases)


async def judge(here: Town, said: Said, storm: Storm, ears: Ears, took_s: float) -> Verdict:
    """Once all is quiet: reads everything that Kafka and Postgres have."""
    url = here.city.settings.postgres.url
    async with Logs(here.brokers.addresses, OUTGOING) as out:
        await out.catch_up()
    numbers, cases = await count(url, here.city.published, out.records)
    written = await writes(url, partial(here.wires.at, POSTGRES))
    zombies = [f"{nap.name} {write}" for nap, write in by_zombies(written, storm.naps)]
    verdict = Verdict(
        took_s=took_s,
        done=storm.done,
        missed=storm.missed,
        numbers={
            **said.numbers,
            **numbers,
            "zombies that lost a partition": robbed(written, storm.naps),
            "workers ended by the fence": _fenced(here),
            "workers that SIGTERM did not end in order": len(storm.ended_badly),
        },
        cases={
            **said.cases,
            **cases,
            "zombies' writes accepted": zombies,
            "writes accepted that should not be": [str(write) for write in wrongly_accepted(written)],
            "not as consumers heard it": ears.faults(out.records),
            "by the checker": await here.city.checked(),
            "not as refolded": await here.city.unlike_refolded(),
        },
    )
    ours = [record for log in here.city.logs.records.values() for record in log]
    arrived = {(r.topic, r.partition, r.offset): r.timestamp / 1000 for r in (*said.records, *ours)}
    origins = _origins(await here.city.classified())
    waits = {"triage": triaged(arrived, origins), "resolve": resolved(arrived, written)}
    _measure(verdict, storm, waits)
    (here.folder / "waits").write_text("".join(sorted(_told(waits))))
    return verdict


def _told(waits: Mapping[str, Sequence[Wait]]) -> Iterator[str]:
    """A line for each record that waited long: since when, how many seconds, and where."""
    for role, all_of_it in waits.items():
        for wait in all_of_it:
            if (took_s := wait.until - wait.since) > LONG_S:
                yield f"{wait.since:.1f} {took_s:5.1f} {role} {wait.place[0]}/{wait.place[1]}\n"


def _fenced(here: Town) -> int:
    """How often a worker was told that a partition is another's, or its transaction over."""
    logs = (worker.log.read_text() for worker in here.all.values())
    return sum(len(_FENCED.findall(log)) for log in logs)


def _measure(verdict: Verdict, storm: Storm, waits: Mapping[str, Sequence[Wait]]) -> None:
    for blow in storm.blows:
        if blow.role:
            took_s = again_s(blow, waits[blow.role])
            verdict.recoveries.setdefault(blow.role, []).append(took_s)
        else:
            verdict.gaps.append(max(longest_s(blow, one) for one in waits.values()))


def _origins(classified: Sequence[ConsumerRecord]) -> Iterator[tuple[Position, float]]:
    for record in classified:
        content = json.loads(record.value)
        # What is no report says elsewhere where it came from.
        if (origin := content.get("origin")) and "classification" in content:
            yield (origin["topic"], origin["partition"], origin["offset"]), record.timestamp / 1000
