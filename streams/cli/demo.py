"""`sinergi demo`: the story of a night and a morning, on a broker and a Postgres of its own."""

import asyncio
import sys
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Annotated

import typer
from aiokafka import AIOKafkaProducer
from rich.console import Console
from rich.live import Live

from schemas.catalog import load
from schemas.catalog.models import Catalog
from schemas.message import Message
from schemas.topics import reports
from sinks.reading import KnownReport, Reader
from sinks.topics import publish
from streams.accounting import Account, Accounting, accounting
from streams.cli import demo_tables, interruptible
from streams.cli.configured import configured
from streams.cli.demo_afterwards import Afterwards, afterwards
from streams.cli.demo_board import Doors, open_doors, with_board
from streams.cli.demo_tables import Moment
from streams.cli.errors import FAILURE, INTERRUPTED
from streams.cli.look_up import Explained
from streams.cli.output import print_json
from streams.cli.telling import Teller
from streams.connections import cluster_of, postgres, producer
from streams.fate import Fate
from streams.settings import ClockSettings, Settings
from streams.settings.source import load_settings
from streams.simulator.deeds import Done, deeds
from streams.simulator.scene import load_scenes
from streams.simulator.story import BROKEN, Told, story
from streams.stack import running
from streams.stack.crew import WORKERS, address_of, serves_board

TOLD_S = 12.0
"""How long the telling takes when somebody watches."""
STEPS = 60
SETTLED_S = 60.0
WIDTH = 100
"""Columns of a screen that is no terminal."""
REFUSED_SHOWN = 50
EXAMPLE = 5
"""The report of the largest incident that is explained, counted from its first."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How the story ended."""

    account: Account
    seconds: float


def demo(
    *,
    once: Annotated[bool, typer.Option("--once", help="End after the story, also on a terminal.")] = False,
    json: Annotated[
        bool, typer.Option("--json", help="End after the story; one JSON object is all there is on stdout.")
    ] = False,
) -> None:
    """Tell the story of a night and a morning in Kota Bekasi: reports of three channels become incidents.

    Then agencies answer, citizens are told, a fix is shown and another one doubted.

    Starts a broker, a Postgres and both workers in a folder that is thrown away, next to whatever else
    runs. On a terminal it stays up until Ctrl-C, with the board. Ends with 1 if anything was lost or counted
    twice.
    """
    watched = sys.stdout.isatty() and not json
    screen = Console(stderr=json, quiet=json, highlight=False, width=None if watched else WIDTH)
    endings: list[Ending] = []
    show = _demo(load_settings(), screen, watched=watched, stays=watched and not once, ended=endings.append)
    interruptible.run(show)
    if not endings:
        raise typer.Exit(INTERRUPTED)
    if json:
        print_json(_summary(endings[0]))
    if endings[0].account.lost or endings[0].account.doubled:
        raise typer.Exit(FAILURE)


async def _demo(
    settings: Settings, screen: Console, *, watched: bool, stays: bool, ended: Callable[[Ending], None]
) -> None:
    began = time.monotonic()
    catalog = load(settings.catalog)
    shown = with_board(settings) if stays else settings
    async with _started(shown, screen) as here, postgres(here.postgres) as pool:
        cluster = await cluster_of(here.kafka)
        reader = Reader(pool)
        opened = accounting(here.kafka, reader, cluster, channels=catalog.channels, agencies=catalog.agencies)
        async with (
            producer(here.kafka) as sender,
            opened as books,
            afterwards(here.kafka, catalog, reader, sender) as later,
        ):
            stage, told = Stage(screen, catalog, reader, books, watched), story()
            await stage.tell(told, sender)
            account = await stage.go_on(later, deeds(load_scenes(), told), len(told))
            ending = Ending(account, time.monotonic() - began)
            example = await stage.show(ending, later)
        ended(ending)
        if stays and example:
            doors = await open_doors(pool, _busiest(ending.account)) if serves_board(here) else None
            screen.print(_hints(here, example, doors), soft_wrap=True)
            try:
                await asyncio.Event().wait()
            finally:
                screen.print("Mematikan semuanya ...")


@asynccontextmanager
async def _started(settings: Settings, screen: Console) -> AsyncIterator[Settings]:
    with screen.status("Menyalakan broker, Postgres, dan dua pekerja ...") as status:
        # The story is of another day and brings its own clock: by ours all of it would come due.
        told = settings.model_copy(update={"clock": ClockSettings(tick_s=0)})
        async with running(told, embedded=True, fresh=True) as here:
            status.stop()
            yield here


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the story is told and its outcome shown."""

    screen: Console
    catalog: Catalog
    reader: Reader
    books: Accounting
    watched: bool

    async def tell(self, told: Sequence[Told], sender: AIOKafkaProducer) -> Account:
        """Publish the story through its channels, and wait until all of it is accounted for."""
        titles = {scene.id: scene.title for scene in load_scenes()} | {BROKEN: "rekaman rusak dari adaptor"}
        pause_s = TOLD_S / STEPS if self.watched else 0
        counts: Counter[str] = Counter()
        with Live(console=self.screen, transient=True, auto_refresh=False) as live:
            for page in _pages(told):
                next_at = time.monotonic() + pause_s
                await publish(sender, [_message(record) for record in page])
                counts.update(record.channel for record in page)
                moment = Moment(page[-1].at, titles[page[-1].scene], counts, len(told))
                self._draw(live, moment, await self.books.look())
                await asyncio.sleep(next_at - time.monotonic())
            return await self.books.settled(
                len(told), within_s=SETTLED_S, watch=lambda account: self._draw(live, moment, account)
            )

    async def go_on(self, later: Afterwards, done: Sequence[Done], published: int) -> Account:
        """Agencies answer, and reporters are asked; all of that is accounted for too."""
        with self.screen.status("") as status:
            await later.play(done, lambda one: status.update(demo_tables.deed(one, self.catalog)))
            return await self.books.settled(published, within_s=SETTLED_S)

    async def show(self, ending: Ending, later: Afterwards) -> KnownReport | None:
        """What came of it; returns the report that was explained."""
        reader, catalog = self.reader, self.catalog
        incidents = [found for id in sorted(self.books.incidents) if (found := await reader.incident(id))]
        refusals = await reader.refusals_of(self.books.cluster, REFUSED_SHOWN)
        self.screen.print(demo_tables.incoming(ending.account, catalog))
        self.screen.print(demo_tables.largest(incidents, catalog))
        self.screen.print(demo_tables.told(ending.account, catalog))
        self.screen.print(demo_tables.refused(refusals, catalog))
        for scene, report in later.watched:
            self.screen.print(demo_tables.heard(scene, report, later.heard_by(report), catalog))
        self.screen.print(demo_tables.standing(incidents))
        biggest = max(incidents, key=lambda incident: incident.reports, default=None)
        example = (await reader.reports_of(biggest.id, EXAMPLE))[-1] if biggest else None
        if example:
            self.screen.print(demo_tables.example(Teller(catalog).tell(Explained(example))), "")
        self.screen.print(demo_tables.verdict(ending.account, ending.seconds))
        return example

    def _draw(self, live: Live, moment: Moment, account: Account) -> None:
        live.update(demo_tables.progress(moment, account, self.catalog), refresh=self.watched)


def _pages(told: Sequence[Told]) -> Iterator[Sequence[Told]]:
    size = -(-len(told) // STEPS)
    for start in range(0, len(told), size):
        yield told[start : start + size]


def _message(told: Told) -> Message:
    return Message(reports(told.channel), told.key.encode(), told.value, ())


def _busiest(account: Account) -> str | None:
    """The agency that was told most."""
    told = {agency: sum(kinds.values()) for agency, kinds in account.dispatches.items()}
    return max(told, key=lambda agency: told[agency], default=None)


def _hints(here: Settings, example: KnownReport, doors: Doors | None) -> str:
    """How to look around; without the addresses where commands find this system by themselves."""
    ours = f"SINERGI_KAFKA_BROKERS={here.kafka.brokers[0]} SINERGI_POSTGRES_URL='{here.postgres.url}' "
    found = configured().postgres.url == here.postgres.url
    lines = [
        "",
        "Semuanya tetap menyala sampai Ctrl-C. Dari terminal lain:",
        f"  tanya     {'' if found else ours}sinergi explain {example.channel}:{example.id}",
        f"  status    {'' if found else ours}sinergi status {example.channel}:{example.id}",
        f"  Postgres  {here.postgres.url}",
        *(f"  metrik    {address_of(here, worker)}/metrics" for worker in WORKERS),
        *(doors.lines(here) if doors else ()),
    ]
    return "\n".join(lines)


def _summary(ending: Ending) -> dict[str, object]:
    account = ending.account
    return {
        "reports": account.published,
        "accepted": account.total(Fate.ACCEPTED),
        "rejected": account.total(Fate.REJECTED),
        "redelivered": account.total(Fate.REDELIVERED),
        "incidents": account.incidents,
        "dispatches": {agency: sum(kinds.values()) for agency, kinds in account.dispatches.items()},
        "lost": sum(account.lost.values()),
        "doubled": sum(account.doubled.values()),
        "seconds": round(ending.seconds, 1),
    }
