"""What agencies say, what reporters answer, and that it is later: within the transaction of `resolve`."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from schemas.catalog.models import Catalog
from schemas.command import Answered, Progressed, Tick
from sinks.lives import (
    progress_scene,
    reply_scene,
    tick_scene,
    write_incidents,
    write_progress,
    write_reply,
)
from sinks.postgres import Batch
from streams.core.durations import Durations
from streams.core.durations.waiting import Waiting
from streams.core.life.advance import Lived
from streams.core.life.progress import progressed
from streams.core.life.reply import answered
from streams.core.life.tick import ticked
from streams.core.life.usual import usually

WaitingIn: TypeAlias = Callable[[str], Waiting]
"""Those of a key."""


async def lived(
    batch: Batch,
    event: Progressed | Answered | Tick,
    catalog: Catalog,
    durations: Durations,
    waiting_in: WaitingIn,
) -> Sequence[Lived]:
    """Read what it speaks of, decide, and write what it comes to."""
    match event:
        case Progressed():
            outcomes = [await _progress(batch, event, catalog, durations, waiting_in)]
        case Answered():
            outcomes = [await _reply(batch, event, catalog)]
        case Tick():
            outcomes = [ticked(due, event.at, catalog) for due in await tick_scene(batch, event)]
    await write_incidents(batch, [one.incident for one in outcomes if one.incident])
    return outcomes


async def _progress(
    batch: Batch, said: Progressed, catalog: Catalog, durations: Durations, waiting_in: WaitingIn
) -> Lived:
    scene, usual = await progress_scene(batch, said), ""
    if scene.incident:
        usual = usually(scene.incident, durations, waiting_in(said.key), said.progress.at)
    outcome = progressed(said, scene, catalog, usual)
    if scene.known is None:
        await write_progress(batch, said, refusal=outcome.refusal, checks=outcome.checks)
    return outcome


async def _reply(batch: Batch, said: Answered, catalog: Catalog) -> Lived:
    scene = await reply_scene(batch, said)
    outcome = answered(said, scene, catalog)
    if scene.known is None and outcome.send is None:
        await write_reply(batch, said, scene, refusal=outcome.refusal)
    return outcome
