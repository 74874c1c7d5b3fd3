"""Worker processes: how they end, and how they hand partitions over."""

import pytest

from streams.transport.consumer import HEED_S
from tests.contract.scenarios import LONG_SESSION_S, RECORDS, Handover, Scenarios
from tests.e2e.servers import REAL_KAFKA

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_a_fault_in_the_agent_ends_the_process_at_once_and_commits_nothing(scenarios: Scenarios):
    ended = await scenarios.failing
    assert ended.code == 1
    assert ended.took_s < 1.0
    assert '"reason":"agent work failed","error":"ValueError"' in ended.log
    assert "a fault in the agent" not in ended.log
    assert ended.committed is None


async def test_an_agent_that_returns_ends_the_process(scenarios: Scenarios):
    ended = await scenarios.returning
    assert ended.code == 1
    assert "returned" in ended.log


async def test_a_worker_that_can_fetch_no_more_ends(scenarios: Scenarios):
    ended = await scenarios.deaf
    assert ended.code == 1
    assert ended.took_s < HEED_S + 1.0
    assert '"reason":"it cannot read in group' in ended.log


async def test_sigterm_lets_the_chunk_in_hand_be_finished_and_committed(scenarios: Scenarios):
    ended = await scenarios.stopped
    assert ended.code == 0, ended.log
    assert 1.0 <= ended.took_s < 5.0
    assert ended.committed == RECORDS
    assert "critical" not in ended.log


async def test_a_chunk_that_outlasts_the_rebalance_timeout_ends_the_process(scenarios: Scenarios):
    ended = await scenarios.stuck
    assert ended.code == 1
    assert ended.took_s < 5.0
    assert "longer than the rebalance timeout" in ended.log
    assert ended.committed is None


async def test_an_offset_outside_the_log_ends_the_process(scenarios: Scenarios):
    ended = await scenarios.outside
    assert ended.code == 1
    assert f"the next offset to read is {RECORDS + 1}, but the log holds 0 to {RECORDS}" in ended.log


async def test_a_claim_that_fails_ends_the_process(scenarios: Scenarios):
    ended = await scenarios.unclaimed
    assert ended.code == 1
    assert '"reason":"cannot take over partitions","error":"ConnectionError"' in ended.log


async def test_a_handover_skips_no_record(scenarios: Scenarios):
    handover: Handover = await scenarios.handover
    reached: dict[tuple[str, int], int] = {}
    for step in handover.steps:
        if step.what == "took":
            key = (step.topic, step.partition)
            assert step.first <= reached.get(key, 0), step
            reached[key] = max(reached.get(key, 0), step.next_offset)
    assert reached == handover.ends


async def test_a_worker_owns_the_same_partitions_of_all_topics(scenarios: Scenarios):
    for owned in (await scenarios.handover).owned:
        numbers = [{name.rpartition(":")[2] for name in owned if f"-{topic}:" in name} for topic in "ab"]
        assert numbers[0] == numbers[1]


@pytest.mark.skipif(not REAL_KAFKA, reason="Tansu shares nothing out among members under names that stay")
async def test_the_partitions_of_a_stopped_worker_do_not_wait_for_its_session(scenarios: Scenarios):
    assert await scenarios.parting < LONG_SESSION_S / 2
