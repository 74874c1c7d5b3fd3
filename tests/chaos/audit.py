"""What Postgres accepted from whom: every move of an offset, seen by a trigger. It knows no code of ours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import asyncpg

_INSTALL = """
create table chaos_writes (
    number bigserial primary key, at float8 not null, topic text not null, partition int not null,
    epoch bigint not null, epoch_before bigint, next_offset bigint, offset_before bigint, port int
);
create function chaos_write() returns trigger language plpgsql as $$
begin
    insert into chaos_writes (at, topic, partition, epoch, epoch_before, next_offset, offset_before, port)
    values (extract(epoch from clock_timestamp()), new.topic, new.partition, new.epoch,
            case tg_op when 'UPDATE' then old.epoch end, new.next_offset,
            case tg_op when 'UPDATE' then old.next_offset end, inet_client_port());
    return null;
end $$;
create trigger chaos_write after insert or update on consumed for each row execute function chaos_write();
"""
WAKES_S = 5.0
"""So long after it woke it may still not know."""
_READ = "select * from chaos_writes order by number"


@dataclass(frozen=True, slots=True)
class Write:
    """One move of an offset that was committed, or a claim, when `moved` is false. `pid` is who did it."""

    at: float
    topic: str
    partition: int
    epoch: int
    moved: bool
    before: int | None
    next_offset: int | None
    pid: int


@dataclass(frozen=True, slots=True)
class Nap:
    """A process that stood still from one moment to another, in seconds since the epoch."""

    name: str
    pid: int
    stopped: float
    woken: float


async def install(url: str) -> None:
    """Begin to look."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_INSTALL)
    finally:
        await connection.close()


async def writes(url: str, who: Callable[[int, float], int]) -> list[Write]:
    """All of them, in order; `who` tells the process that was connected from a port at a moment."""
    connection = await asyncpg.connect(url)
    try:
        rows = await connection.fetch(_READ)
    finally:
        await connection.close()
    return [
        Write(
            row["at"],
            row["topic"],
            row["partition"],
            row["epoch"],
            moved=row["epoch"] == row["epoch_before"],
            before=row["offset_before"],
            next_offset=row["next_offset"],
            pid=who(row["port"], row["at"]),
        )
        for row in rows
    ]


def wrongly_accepted(written: Iterable[Write]) -> Iterator[Write]:
    """Under an epoch that was over, by another than who claimed it, or not where the one before ended."""
    last: dict[tuple[str, int], Write] = {}
    owner: dict[tuple[str, int, int], int] = {}
    for write in written:
        tp = write.topic, write.partition
        before = last.get(tp)
        if write.moved:
            stale = before is not None and write.epoch < before.epoch
            foreign = 0 not in (of := (write.pid, owner.get((*tp, write.epoch), 0))) and of[0] != of[1]
            if stale or foreign or (before is not None and write.before != before.next_offset):
                yield write
        else:
            owner[*tp, write.epoch] = write.pid
        last[tp] = write


def by_zombies(written: Sequence[Write], naps: Iterable[Nap]) -> list[tuple[Nap, Write]]:
    """What a process wrote after it had stood still, to a partition that another had claimed meanwhile."""
    return [(nap, write) for nap in naps for write in _not_its_own(nap, written)]


def _not_its_own(nap: Nap, written: Sequence[Write]) -> Iterator[Write]:
    owners: dict[tuple[str, int], int] = {}
    for write in written:
        tp = write.topic, write.partition
        if not write.moved:
            owners[tp] = write.pid
        elif write.pid == nap.pid != owners.get(tp) and write.at > nap.stopped:
            yield write


def robbed(written: Sequence[Write], naps: Iterable[Nap]) -> int:
    """Of how many who stood still another claimed a partition before they could give it up."""
    return sum(any(_taken_from(nap, written)) for nap in naps)


def _taken_from(nap: Nap, written: Sequence[Write]) -> Iterator[bool]:
    held: dict[tuple[str, int], int] = {}
    for write in written:
        if not write.moved:
            tp = write.topic, write.partition
            late = nap.stopped < write.at < nap.woken + WAKES_S
            yield late and held.get(tp) == nap.pid != write.pid
            held[tp] = write.pid
