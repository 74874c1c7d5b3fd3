"""The model of `sinks.postgres.Store` writes as the real one does on Postgres: the same tests for both."""

import asyncio
from dataclasses import replace
from typing import Any

import asyncpg
import pytest

from schemas.rejection import Origin, reject
from sinks.postgres import Claim, FencedError, Reach
from streams.core.fold import fold
from tests.simulation.store_scenarios import TOPIC, Run, message, report, take_in
from tests.unit.core.city import RULES

A_MOMENT_US = 1_000_000_000_000_000
"""Epochs are later: microseconds since 1970."""


def test_each_claim_raises_the_epoch_and_finds_the_offset(run: Run) -> None:
    async def scenario(store: Any) -> None:
        first = await store.claim(TOPIC, 0)
        assert first == Claim(TOPIC, 0, first.epoch, None)
        async with store.batch(first, 7):
            pass
        second = await store.claim(TOPIC, 0)
        assert second == Claim(TOPIC, 0, second.epoch, 7)
        assert second.epoch > first.epoch > A_MOMENT_US
        other = await store.claim(TOPIC, 1)
        assert other == Claim(TOPIC, 1, other.epoch, None)

    run(scenario)


def test_a_batch_of_an_epoch_that_is_over_is_refused(run: Run) -> None:
    async def scenario(store: Any) -> None:
        old = await store.claim(TOPIC, 0)
        new = await store.claim(TOPIC, 0)
        with pytest.raises(FencedError):
            await take_in(store, old, [report("a")])
        assert await store.keys() == []
        await take_in(store, new, [report("a")])

    run(scenario)


def test_a_batch_from_an_offset_that_is_past_is_refused(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        await take_in(store, claim, [report("a")])
        with pytest.raises(FencedError):
            await take_in(store, claim, [report("b")])
        never = Claim(TOPIC, 5, 1, None)
        with pytest.raises(FencedError):
            await take_in(store, never, [report("b")])

    run(scenario)


def test_one_transaction_takes_several_partitions_on_or_none(run: Run) -> None:
    async def scenario(store: Any) -> None:
        first, second = await store.claim(TOPIC, 0), await store.claim(TOPIC, 1)
        async with store.batch(first, 7, beside=[(second, 9)]) as batch:
            assert batch.claims == (replace(first, next_offset=7), replace(second, next_offset=9))
            reaches = await batch.send_later([message(1)], [message(2), message(3)])
        first, second = batch.claims
        assert reaches == [(first, (7, 1)), (second, (9, 2))]
        assert await store.pending(first) == ([message(1)], (7, 0))
        assert await store.pending(second) == ([message(2), message(3)], (9, 1))
        rival = await store.claim(TOPIC, 1)
        with pytest.raises(FencedError):
            async with store.batch(first, 8, beside=[(second, 10)]):
                pytest.fail("a partition of another was taken on")
        assert rival.next_offset == 9
        assert (await store.claim(TOPIC, 0)).next_offset == 7
        assert await store.pending(first) == ([message(1)], (7, 0))

    run(scenario)


def test_a_batch_that_fails_leaves_nothing(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        with pytest.raises(ZeroDivisionError):
            await _fails(store, claim)
        assert await store.keys() == []
        assert await store.pending(claim) == ([], (0, 0))
        await take_in(store, claim, [report("a")])

    run(scenario)


def test_a_claim_waits_for_the_transaction_that_is_open(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim(TOPIC, 0)
        async with store.batch(claim, 3) as batch:
            rival = asyncio.create_task(store.claim(TOPIC, 0))
            for _ in range(20):  # So that it is on its way; each is an answer of the server.
                await batch.digests([("sorot", "nobody")])
            assert not rival.done()
        assert (await rival).epoch > claim.epoch
        assert (await rival).next_offset == 3

    run(scenario)


def test_digests_are_seen_at_once_inside_and_afterwards(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim, said = await store.claim(TOPIC, 0), report("a")
        asked = [said.report_key, ("sorot", "nobody")]
        async with store.batch(claim, 1) as batch:
            assert await batch.digests(asked) == {}
            folded = fold([said], RULES.no_incidents(), {}, RULES)
            await batch.record(folded.recorded, folded.incidents.values())
            assert await batch.digests(asked) == {said.report_key: said.digest}
        async with store.batch(batch.claim, 2) as batch:
            assert await batch.digests(asked) == {said.report_key: said.digest}
            assert await batch.moved([*folded.incidents]) == {}

    run(scenario)


def test_a_report_is_there_once(run: Run) -> None:
    async def scenario(store: Any) -> None:
        _, claim = await take_in(store, await store.claim(TOPIC, 0), [report("a")])
        with pytest.raises(asyncpg.UniqueViolationError):
            await take_in(store, claim, [report("b"), report("a", 1)])
        assert (await store.claim(TOPIC, 0)).next_offset == 1
        [(incident, _)] = (await store.latest("rawa:air", 9)).read()
        assert incident.reports == 1

    run(scenario)


def test_a_refusal_that_comes_again_stays_as_it_is(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim = await store.claim("reports.rejected", 0)
        origin = Origin(topic="reports.sorot", partition=0, offset=4)
        refusal = reject(origin, b"{", code="unreadable", reason="alasan")
        for offset in (1, 2):
            async with store.batch(claim, offset) as batch:
                await batch.reject([refusal, refusal])
            claim = batch.claim
        assert claim.next_offset == 2

    run(scenario)


def test_the_outbox_gives_messages_in_order_and_forgets_up_to_what_was_sent(run: Run) -> None:
    async def scenario(store: Any) -> None:
        claim, other = await store.claim(TOPIC, 0), await store.claim(TOPIC, 1)
        moved, first = await _sends_later(store, claim, 1)
        await _sends_later(store, moved, 3)
        await _sends_later(store, other, 5)
        found, reach = await store.pending(claim)
        assert found == [message(n) for n in (1, 2, 3, 4)]
        await store.sent([(claim, first)])
        assert (await store.pending(claim))[0] == [message(3), message(4)]
        await store.sent([(claim, reach)])
        assert await store.pending(claim) == ([], (0, 0))
        assert (await store.pending(other))[0] == [message(5), message(6)]

    run(scenario)


async def _fails(store: Any, claim: Claim) -> None:
    async with store.batch(claim, 1) as batch:
        folded = fold([report("a")], RULES.no_incidents(), {}, RULES)
        await batch.record(folded.recorded, folded.incidents.values())
        await batch.send_later([message(1)])
        raise ZeroDivisionError


async def _sends_later(store: Any, claim: Claim, number: int) -> tuple[Claim, Reach]:
    """A batch up to offset `number` that sends two messages, named by it and the next number."""
    async with store.batch(claim, number) as batch:
        [reach] = await batch.send_later([message(number), message(number + 1)])
    return reach
