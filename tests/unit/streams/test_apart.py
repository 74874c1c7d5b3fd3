"""Who has a report in common with one before waits for it; who may touch anything waits for all."""

import asyncio
from collections.abc import Set

import pytest

from schemas.classified import ReportKey
from streams.agents.apart import Apart

A, B, C = ("sorot", "a"), ("sorot", "b"), ("poc", "a")
ANYTHING = None


async def inside(*wanted: Set[ReportKey] | None) -> tuple[list[int], list[asyncio.Event], asyncio.Task[None]]:
    """Who is in at first, what lets each leave, and all of them."""
    apart, entered, leave = Apart(), [], [asyncio.Event() for _ in wanted]

    async def go(number: int) -> None:
        async with apart.enter(wanted[number]):
            entered.append(number)
            await leave[number].wait()

    async def all_of_them() -> None:
        await asyncio.gather(*map(go, range(len(wanted))))

    running = asyncio.create_task(all_of_them())
    await settled()
    return entered, leave, running


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("wanted", "first"),
    [
        ([{A}, {B}, {C}], [0, 1, 2]),
        ([{A, B}, {B, C}], [0]),
        ([{A}, {B}, {A}], [0, 1]),
        ([{A}, ANYTHING], [0]),
        ([ANYTHING, {A}], [0]),
        ([ANYTHING, ANYTHING], [0]),
        ([set(), {A}, set()], [0, 1, 2]),
    ],
)
async def test_who_is_in_together(wanted: list[Set[ReportKey] | None], first: list[int]):
    entered, leave, running = await inside(*wanted)
    assert entered == first
    for event in leave:
        event.set()
    await asyncio.wait_for(running, 5)
    assert sorted(entered) == [*range(len(wanted))]


async def test_who_came_first_goes_first():
    entered, leave, running = await inside({A}, ANYTHING, {A})
    leave[2].set()
    leave[0].set()
    await settled()
    assert entered == [0, 1]
    leave[1].set()
    await asyncio.wait_for(running, 5)
    assert entered == [0, 1, 2]


async def test_who_fails_inside_or_gives_up_waiting_stops_nobody():
    apart = Apart()
    with pytest.raises(KeyError):
        async with apart.enter({A}):
            raise KeyError
    async with apart.enter({A}):
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0), apart.enter({A}):
                raise AssertionError
    async with asyncio.timeout(5), apart.enter(ANYTHING):
        pass
