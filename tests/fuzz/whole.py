"""The whole system on a broker and Postgres of its own: each record that was published is found again."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import TypeAlias

from schemas.rejection import Origin, Rejection
from schemas.topics import CLASSIFIED
from streams.core.check_correction import check_correction
from streams.core.check_life import check_progress, check_reply
from streams.core.records.commands import read_event
from streams.core.understand import understand
from tests.checker import Published
from tests.e2e.city import City, city
from tests.e2e.servers import Guard, Postgres
from tests.fuzz import mutate
from tests.fuzz.entrance import ACCEPTED, must
from tests.fuzz.entrances.records import CATALOG, Lying, knowledge
from tests.fuzz.examples import examples
from tests.fuzz.ledger import Ledger

ROUND = 2_000
SETTLES_S = 600.0

Position: TypeAlias = tuple[str, int, int]
Name: TypeAlias = tuple[str, ...]
"""Of what was taken: table, owner, id."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A record to be published, as `City` takes it."""

    topic: str
    value: bytes
    headers: tuple[tuple[str, bytes | None], ...]
    key: bytes = b"k"
    id: str | None = None


def whole(seconds: float, seed: int) -> Ledger:
    """Publish until the time is over, then wait until all of it has gone its way."""
    ledger = Ledger("whole system")
    with tempfile.TemporaryDirectory(prefix="sinergi-fuzz-") as folder, Guard() as guard:
        asyncio.run(_run(ledger, Path(folder), guard, seconds, Random(f"{seed} whole system")))
    ledger.weigh()
    return ledger


async def _run(ledger: Ledger, folder: Path, guard: Guard, seconds: float, rng: Random) -> None:
    async with Postgres(guard) as postgres, city(folder, postgres, guard) as here:
        workers = await here.start("triage", "resolve", ready=False)
        for worker in workers:
            await here.until(worker.is_ready, f"{worker.name} to be ready", SETTLES_S)
        published: list[Published] = []
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            published += await here.publish([_sent(rng) for _ in range(ROUND)])
            # The city waits until triage has all that it knows of, and this topic is not triage's.
            here.published = [one for one in here.published if one.topic != CLASSIFIED]
            await here.settled(SETTLES_S)
        if restarts := [worker.name for worker in here.workers if worker.exits]:
            ledger.died(f"workers died: {restarts}", here.log().encode())
        refused, taken = await _refused(here), await _taken(here)
    for record in published:
        ledger.knock(partial(_found, record, refused, taken), record.value or b"")


def _sent(rng: Random) -> Sent:
    topic, name = rng.choice(
        (
            *(("reports.sorot", "report"), ("reports.callcenter", "report"), ("reports.poc", "report")) * 2,
            *(("progress.dishub", "progress"), ("replies.sorot", "reply"), ("corrections", "correction")),
            *((CLASSIFIED, "classified"), (CLASSIFIED, "ordered")),
        )
    )
    value = mutate.json_like(rng, examples(name))[:200_000].replace(
        b'"S-1024"', f'"S-{rng.random()}"'.encode()
    )
    headers = tuple(
        (name, rng.choice((None, b"", b"\xff", b"x\r\ny")))
        for name in rng.sample(_HEADERS, k=rng.randrange(3))
    )
    if topic == CLASSIFIED and not isinstance(
        read_event(Lying(value, headers=headers), CATALOG()), Rejection
    ):
        value = b"[]"  # What resolve would believe is not for this test.
    return Sent(topic, value, headers)


_HEADERS = ("ce_type", "ce_arrivedat", "ce_arrivedby", "traceparent", "")


async def _refused(here: City) -> Mapping[Position, tuple[str, str, bytes]]:
    rows = await here.rows('select topic, partition, "offset", code, reason, original from rejections')
    return {(row[0], row[1], row[2]): (row[3], row[4], row[5]) for row in rows}


async def _taken(here: City) -> set[Name]:
    found: set[Name] = set()
    for table, columns in (
        ("reports", "channel, id"),
        ("progress", "agency, id"),
        ("replies", "channel, id"),
        ("corrections", "'', id"),
    ):
        found |= {(table, *row) for row in await here.rows(f"select {columns} from {table}")}
    return found


def _found(
    record: Published, refused: Mapping[Position, tuple[str, str, bytes]], taken: set[Name], value: bytes
) -> str:
    if kept := refused.get((record.topic, record.partition, record.offset)):
        code, reason, original = kept
        must(code and reason and original is not None, "what was refused is kept with its reason")
        return code
    name = _name(record.topic, value)
    must(name is not None, "what cannot be taken is refused")
    must(name in taken, "what was not refused was taken")
    return ACCEPTED


def _name(topic: str, value: bytes) -> Name | None:
    """What it is called in Postgres, if it can be taken."""
    # What lies ahead is refused, and workers know what time it is.
    origin, now = Origin(topic=topic, partition=0, offset=0), datetime.now(UTC)
    family, _, owner = topic.partition(".")
    checks: Sequence[tuple[str, Callable[[], object]]] = (
        ("reports", lambda: understand(value, owner, origin, knowledge()).report),  # type: ignore[union-attr]
        ("progress", lambda: check_progress(value, owner, origin, CATALOG(), now).progress),  # type: ignore[union-attr]
        ("replies", lambda: check_reply(value, owner, origin, CATALOG(), now).reply),  # type: ignore[union-attr]
        ("corrections", lambda: check_correction(value, origin, CATALOG()).correction),  # type: ignore[union-attr]
    )
    try:
        return (family, owner, dict(checks)[family]().id)  # type: ignore[attr-defined]
    except AttributeError:
        return None  # A rejection has none of these.
