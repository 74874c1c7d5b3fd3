"""Copies of feeds: made once for all who ask, old ones while Postgres is away, and never too many."""

import asyncio

import pytest

from streams.http import shelf
from streams.http.conditional import STALE_S
from streams.http.faults import RETRY_AFTER_S, Fault
from streams.http.rendering import Rendering, rendering
from streams.http.shelf import AT_ONCE, COPIES_MAX, FRESH_S, Shelf


class Office:
    """A clock, and a Postgres that may be away."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.asked = 0
        self.away: Exception | None = None
        self.shelf = Shelf(lambda: self.now_s)

    async def make(self) -> Rendering:
        self.asked += 1
        await asyncio.sleep(0)
        if self.away:
            raise self.away
        return rendering(str(self.asked).encode(), "text/csv")

    async def get(self, name: str = "dishub.csv") -> tuple[bytes, float]:
        made, age_s = await self.shelf.get(name, self.make)
        return made.body, age_s


async def never() -> Rendering:
    await asyncio.Event().wait()
    raise AssertionError


async def test_however_many_ask_at_once_it_is_made_once() -> None:
    office = Office()
    assert set(await asyncio.gather(*(office.get() for _ in range(50)))) == {(b"1", 0.0)}
    office.now_s += FRESH_S - 1
    assert await office.get() == (b"1", FRESH_S - 1)
    office.now_s += 1
    assert await office.get() == (b"2", 0.0)
    assert await office.get("dlh.csv") == (b"3", 0.0)


async def test_an_old_copy_is_given_while_postgres_is_away() -> None:
    office = Office()
    await office.get()
    office.away = ConnectionRefusedError()
    office.now_s += FRESH_S
    assert await office.get() == (b"1", FRESH_S)
    assert await office.get() == (b"1", FRESH_S)
    assert office.asked == 2, "Postgres is left alone for a while"
    office.now_s += RETRY_AFTER_S
    office.away = None
    assert await office.get() == (b"3", 0.0)


async def test_what_was_never_read_or_is_too_old_is_refused_for_now() -> None:
    office = Office()
    await office.get()
    office.away = ConnectionRefusedError()
    office.now_s += STALE_S
    for name in ("dishub.csv", "dlh.csv"):
        with pytest.raises(Fault, match="not_now") as refused:
            await office.get(name)
        assert (refused.value.status, refused.value.headers["Retry-After"]) == (503, "5")
    assert office.asked == 2, "one of the two found out for both"


async def test_a_postgres_that_does_not_answer_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "READ_WITHIN_S", 0.01)

    with pytest.raises(Fault, match="not_now"):
        await Shelf().get("dishub.csv", never)


async def test_one_that_takes_too_long_stops_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "READ_WITHIN_S", 0.01)
    office = Office()
    with pytest.raises(Fault, match="not_now"):
        await office.shelf.get("slow.csv", never)
    with pytest.raises(Fault, match="not_now"):
        await office.get("slow.csv")
    assert office.asked == 0, "it is left alone for a while"
    assert await office.get("dishub.csv") == (b"1", 0.0)
    office.now_s += RETRY_AFTER_S
    assert await office.get("slow.csv") == (b"2", 0.0)


async def test_few_are_made_at_once_and_who_waits_for_a_turn_does_not_wait_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    office, made = Office(), []

    async def slow() -> Rendering:
        made.append(1)
        return await never()

    stuck = [asyncio.create_task(office.shelf.get(f"{number}.csv", slow)) for number in range(AT_ONCE + 3)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(made) == AT_ONCE
    monkeypatch.setattr(shelf, "READ_WITHIN_S", 0.01)
    with pytest.raises(Fault, match="not_now"):
        await office.get("one more")
    assert office.asked == 0
    for one in stuck:
        one.cancel()
    await asyncio.wait(stuck)
    office.now_s += RETRY_AFTER_S
    assert await office.get("one more") == (b"1", 0.0)


async def test_a_fault_of_the_code_is_no_absence_of_postgres() -> None:
    office = Office()
    office.away = ZeroDivisionError()
    with pytest.raises(ZeroDivisionError):
        await office.get()
    office.away = None
    assert await office.get() == (b"2", 0.0)


async def test_only_so_many_copies_are_kept() -> None:
    office = Office()
    for number in range(COPIES_MAX):
        await office.get(f"{number}.csv")
    await office.get("0.csv")
    await office.get("one more")
    made = office.asked
    await office.get("0.csv")
    assert office.asked == made
    await office.get("1.csv")
    assert office.asked == made + 1
