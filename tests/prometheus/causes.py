"""What goes wrong: each is there within its block, and mended at the block's end."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import TypeAlias

import httpx
from aiohttp import web
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

from schemas.topics import reports
from streams.duties import TRIAGE_GROUP
from tests.e2e.gate import gate
from tests.e2e.workers import Role
from tests.prometheus.ward import COUNTED, TALKATIVE, Ward, repeating
from tests.waiting import until

LONG_AGO_S = 300.0
"""Later than the objective and the thresholds of lag and outbox, which are a minute."""
PASSED_BY = "poc"
"""The channel whose reports triage passes by, and of which it was surer once; nobody else speaks there."""
PASSED_BY_REPORTS = 5
OPEN311 = "/open311/v2/requests.json"
BACK_S = 60.0

Cause: TypeAlias = Callable[[Ward], AbstractAsyncContextManager[None]]


@asynccontextmanager
async def reports_come_late(ward: Ward) -> AsyncIterator[None]:
    """An adapter sends on what Kafka's time stamps call old."""
    async with repeating(lambda: ward.says(COUNTED, age_s=LONG_AGO_S), 0.2):
        yield


@asynccontextmanager
async def adapter_sends_rubbish(ward: Ward) -> AsyncIterator[None]:
    """In the midst of good reports."""
    async with repeating(lambda: ward.city.producer.send_and_wait(reports(COUNTED), b"rubbish"), 0.1):
        yield


@asynccontextmanager
async def agency_answers_errors(ward: Ward) -> AsyncIterator[None]:
    """Until it is mended, with 500."""
    answer, ward.hook.answer = ward.hook.answer, lambda _heard, _times: web.Response(status=500)
    yield
    ward.hook.answer = answer


@asynccontextmanager
async def intake_loses_postgres(ward: Ward) -> AsyncIterator[None]:
    """While an app reads; at last it reads again."""
    url, headers = f"http://{ward.workers['intake'].address}", {"X-API-Key": ward.key}
    async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as app:

        async def answers(status: int) -> bool:
            return (await app.get(OPEN311)).status_code == status

        await ward.line.cut()
        async with repeating(lambda: answers(503), 0.1):
            yield
        await ward.line.mend()
        await until(lambda: answers(200), "the intake to answer again", BACK_S)


@asynccontextmanager
async def board_loses_postgres(ward: Ward) -> AsyncIterator[None]:
    """So it hears of nothing."""
    await ward.line_of_board.cut()
    yield
    await ward.line_of_board.mend()


def stopped(role: Role) -> Cause:
    """A process is not there."""

    @asynccontextmanager
    async def cause(ward: Ward) -> AsyncIterator[None]:
        await ward.workers[role].stop()
        yield
        await ward.workers[role].start()
        await ward.workers[role].ready()

    return cause


@asynccontextmanager
async def triage_leaves_reports(ward: Ward) -> AsyncIterator[None]:
    """It is stopped, and reports have waited for it for minutes, in a partition in which nobody speaks."""
    async with stopped("triage")(ward):
        await ward.says(COUNTED, age_s=LONG_AGO_S, partition=1)
        yield


@asynccontextmanager
async def triage_passes_reports_by(ward: Ward) -> AsyncIterator[None]:
    """While it is stopped somebody moves its offset beyond reports that it has not read, and then back."""
    said = [await ward.says(PASSED_BY) for _ in range(PASSED_BY_REPORTS)]
    partition = TopicPartition(said[0].topic, said[0].partition)
    async with AIOKafkaConsumer(
        bootstrap_servers=list(ward.city.settings.kafka.brokers),
        group_id=TRIAGE_GROUP,
        enable_auto_commit=False,
        partition_assignment_strategy=[_AsTriage],
        rebalance_timeout_ms=1_000,  # Tansu waits so long for others to join.
    ) as member:
        # Kafka takes commits of anybody for a group without members; Tansu only those of members.
        member.subscribe([partition.topic])
        await until(lambda: partition in member.assignment(), "to join triage's group", BACK_S)
        await member.commit({partition: said[-1].offset + 1})
        yield
        await member.commit({partition: said[0].offset})


@asynccontextmanager
async def resolve_dies_before_it_clears_up(ward: Ward) -> AsyncIterator[None]:
    """Nobody sends what is in the outbox, and it has been there for minutes."""
    resolve = ward.workers["resolve"]
    async with gate(ward.city.settings.postgres.url, "outbox", "%delete from outbox%") as closed:
        await until(closed.reached, "resolve to have sent its messages", BACK_S)
        await resolve.end()
        await closed.turn_away()
    assert await ward.city.count("outbox")
    await ward.city.rows(f"update outbox set created_at = created_at - interval '{LONG_AGO_S} seconds'")
    yield
    await resolve.start()
    await resolve.ready()


@asynccontextmanager
async def resolve_dies_of_a_report(ward: Ward) -> AsyncIterator[None]:
    """A table refuses it, and no other."""
    await ward.city.rows(
        f"alter table reports add constraint bug"
        f" check (origin_topic <> '{reports(COUNTED)}' or origin_partition <> 2) not valid"
    )
    await ward.says(COUNTED, partition=2)
    yield
    await ward.city.rows("alter table reports drop constraint bug")


@asynccontextmanager
async def channel_falls_silent(ward: Ward) -> AsyncIterator[None]:
    """In which somebody has spoken every second at this time of the week."""
    await _recorded(ward, "usual", TALKATIVE, 0.9, range(1, 5), seconds=1_800, days_ago=60)
    ward.quiet.add(TALKATIVE)
    yield
    ward.quiet.remove(TALKATIVE)


@asynccontextmanager
async def triage_grows_unsure(ward: Ward) -> AsyncIterator[None]:
    """Of a channel of whose reports it was sure ten days ago."""
    await _recorded(ward, "sure", PASSED_BY, 0.95, range(9, 10), seconds=300, days_ago=10)
    await _recorded(ward, "unsure", PASSED_BY, 0.25, range(9, 10), seconds=300, days_ago=0)
    yield
    await ward.city.rows("update reports set confidence = 0.95 where id like 'unsure-%'")


@asynccontextmanager
async def audit_log_is_cut(ward: Ward) -> AsyncIterator[None]:
    """Whoever owns the table removes its last row, again and again, and something else is noted there."""

    async def cut() -> None:
        await ward.city.rows(
            """
            do $$ begin
                alter table audit disable trigger audit_stays;
                delete from audit where number = (select max(number) from audit);
                alter table audit enable trigger audit_stays;
            end $$"""
        )
        await ward.city.rows("select audit_note('export', array['S-1'])")

    async with repeating(cut, 1.0):
        yield


class _AsTriage(RoundRobinPartitionAssignor):
    """Tansu remembers how the members of a group shared partitions, and takes no others after them."""

    name = "faust"


async def _recorded(
    ward: Ward, name: str, channel: str, confidence: float, weeks: range, *, seconds: int, days_ago: int
) -> None:
    """Reports that were said so many weeks ago, one for each second from this time of the week on.

    When they are said to have been recorded is another matter: silence looks at the one, drift at the other.
    """
    await ward.city.rows(
        """
        insert into reports (channel, id, reported_at, masked_text, masked_place, category, family,
            confidence, category_evidence, urgency, urgency_rule, digest,
            origin_topic, origin_partition, origin_offset, recorded_at)
        select $1, $2::text || '-' || week || '-' || second,
            now() - week * interval '7 days' + second * interval '1 second', '', '', 'road_damage',
            'road_water', $3, '[]', 'normal', '', '', 'reports.' || $1, 0, 0,
            now() - $6::int * interval '1 day'
        from unnest($4::int[]) as week cross join generate_series(1, $5::int) as second
        """,
        *(channel, name, confidence, list(weeks), seconds, days_ago),
    )
