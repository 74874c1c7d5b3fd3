"""`sinergi doctor` and `sinergi top` on a running system, and on one that is broken on purpose."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import asyncpg
import pytest

from schemas.catalog import load
from schemas.catalog.models import Catalog
from sinks.topics import TopicSpec, ensure_topics
from streams.connections import UnreachableError
from streams.doctor import ask_lag
from streams.doctor.ask_kafka import ask_kafka
from streams.doctor.examine import gather, judge
from streams.doctor.topics import topics
from streams.findings import Finding, State, of_state
from streams.settings import KafkaSettings, PostgresSettings, Settings, WebSettings
from streams.stack.embedded import EmbeddedBroker
from streams.topology import topology
from tests.conftest import Broker
from tests.integration.running.terminal import Terminal, said, write

LOOK_S = 1.0


@dataclass(frozen=True, slots=True)
class Ward:
    """Kafka and Postgres without anybody who works on them."""

    settings: Settings
    catalog: Catalog

    async def examined(self, settings: Settings | None = None) -> Sequence[Finding]:
        here = settings or self.settings
        return list(judge(await gather(here, self.catalog, seconds=LOOK_S), here, self.catalog))

    async def execute(self, statement: str, *arguments: object) -> None:
        connection = await asyncpg.connect(self.settings.postgres.url)
        try:
            await connection.execute(statement, *arguments)
        finally:
            await connection.close()


@pytest.fixture
def lonely(tmp_path: Path) -> Iterator[KafkaSettings]:
    """A broker of which nobody else makes topics."""
    with EmbeddedBroker(tmp_path / "broker.log") as broker:
        yield broker.settings()


@pytest.fixture
def ward(lonely: KafkaSettings, migrated: str) -> Ward:
    settings = Settings(kafka=lonely, postgres=PostgresSettings(url=migrated), web=WebSettings(port=0))
    return Ward(settings, load())


def wrong(findings: Sequence[Finding], looked_at: str) -> str:
    return "\n".join(one.line for one in of_state(findings, State.WRONG) if one.looked_at == looked_at)


def test_a_healthy_system_has_nothing_wrong(terminal: Terminal) -> None:
    terminal.answer("report", "--channel", "sorot", "--text", "Pohon tumbang", "--id", "sehat-1")
    answer = terminal.answer("doctor")
    # `up` starts no watch, so nobody has looked for what was lost.
    assert {one["looked_at"] for one in answer["findings"] if one["state"] != "ok"} == {"losses"}
    assert {"brokers", "topics", "groups", "rights", "Postgres", "migrations", "lag", "clock"} <= {
        one["looked_at"] for one in answer["findings"]
    }


async def test_the_sums_of_top_are_those_of_postgres(terminal: Terminal, tmp_path: Path) -> None:
    file = write(tmp_path / "top.jsonl", said("top-1"), said("top-2", lat=200, lon=1), said("top-3"))
    terminal.answer("replay", file, "--channel", "poc")
    found = terminal.answer("top", "--once")
    connection = await asyncpg.connect(terminal.postgres())
    try:
        decided = dict(await connection.fetch(_DECIDED, "poc"))
        [works] = await connection.fetchrow(_WORKS)
    finally:
        await connection.close()
    [poc] = [one for one in found["channels"] if one["channel"] == "poc"]
    assert decided == {name: number for name, number in poc["decided"].items() if number}
    assert sum(decided.values()) >= 2
    assert poc["refused"] >= 1
    assert sum(one["open"] for one in found["agencies"]) == works
    assert (found["away"], found["outbox"]) == ([], 0)
    assert [(one["process"], one["behind"]) for one in found["processes"]] == [
        ("triage", 0),
        ("resolve", 0),
    ]


_DECIDED = """
select decision, count(*) from links l join reports r on (r.channel, r.id) = (l.channel, l.report_id)
where r.channel = $1 and recorded_at > now() - interval '1 minute' group by decision"""
_WORKS = """
select count(*) from incidents, jsonb_array_elements(routed)
where state = 'open' and reports > 0 and dismissed_by is null"""


async def test_what_was_broken_on_purpose_is_found(ward: Ward) -> None:
    specs = topology(ward.settings.kafka, ward.catalog)
    made = [replace(spec, partitions=3) if spec.name == "reports.poc" else spec for spec in specs]
    made = [spec for spec in made if spec.name != "corrections"]
    await ensure_topics(ward.settings.kafka, [*made, TopicSpec("reports.sorott", 1)])
    await ward.execute("insert into migrations values (900, 'of_tomorrow', 'x', now(), 900)")
    await ward.execute("insert into consumed values ('of-before', 'reports.classified', 0, 5, 1)")
    await ward.execute(_STUCK, ward.settings.kafka.cluster)
    found = await ward.examined()
    assert "1 topic missing: corrections; run `sinergi topics`" in wrong(found, "topics")
    assert "3 partitions where the settings say 8: reports.poc" in wrong(found, "topics")
    assert "no triage runs" in wrong(found, "groups")
    assert "no resolve runs" in wrong(found, "groups")
    assert "too new for this code: 0900 of_tomorrow" in wrong(found, "migrations")
    assert "knows cluster of-before and not embedded-" in wrong(found, "cluster")
    assert "1 message from reports.classified/0 wait" in wrong(found, "outbox")
    assert [one.means for one in of_state(found, State.WARNING) if one.looked_at == "topics"] == [
        "1 topic that no process knows: reports.sorott"
    ]


_STUCK = """
insert into outbox
    (cluster, topic, partition, next_offset, position, to_topic, key, value, headers, created_at)
values ($1, 'reports.classified', 0, 1, 0, 'dispatches.dlh', 'k', 'v', '[]', now() - interval '1 hour')"""


async def test_what_is_away_is_said_and_the_rest_is_looked_at(ward: Ward) -> None:
    away = ward.settings.kafka.model_copy(update={"brokers": ("127.0.0.1:1",)})
    found = await ward.examined(ward.settings.model_copy(update={"kafka": away}))
    assert "no Kafka at 127.0.0.1:1" in wrong(found, "brokers")
    assert [one.state for one in found if one.looked_at == "migrations"] == [State.OK]
    nowhere = PostgresSettings(url="postgresql://ani:rahasia@127.0.0.1:1/x")
    found = await ward.examined(ward.settings.model_copy(update={"postgres": nowhere}))
    assert "no Postgres at postgresql://ani:***@127.0.0.1:1/x" in wrong(found, "Postgres")
    assert "74 topics missing" in wrong(found, "topics")


async def test_a_postgres_that_is_slow_is_not_told_as_a_kafka_that_is_away(
    ward: Ward, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ask_lag, "POSTGRES_S", 0.5)
    connection = await asyncpg.connect(ward.settings.postgres.url)
    try:
        async with connection.transaction():
            await connection.execute("lock table consumed")
            with pytest.raises(UnreachableError, match="no Postgres at"):
                await ask_lag.ask_lag(ward.settings, ward.catalog, seconds=0)
    finally:
        await connection.close()


async def test_the_doctor_writes_nothing(ward: Ward) -> None:
    before = await _written(ward.settings.postgres.url)
    found = await ward.examined()
    assert of_state(found, State.WRONG) != []
    assert await _written(ward.settings.postgres.url) == before
    kafka = await ask_kafka(ward.settings.kafka, [], [], seconds=0)
    assert dict(kafka.topics) == {}


async def _written(url: str) -> Sequence[asyncpg.Record]:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetch(
            "select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables order by relname"
        )
    finally:
        await connection.close()


async def test_settings_of_topics_are_compared_on_a_real_kafka(broker: Broker, unique: str) -> None:
    wanted = {"retention.ms": "3600000", "min.insync.replicas": "1"}
    made = TopicSpec(f"reports.{unique}", 2, 1, {**wanted, "retention.ms": "60000"})
    await ensure_topics(broker.kafka, [made])
    kafka = await ask_kafka(broker.kafka, [made.name], [f"group-{unique}"], seconds=0)
    assert [one.away for one in kafka.brokers] == [None]
    assert len(kafka.topics[made.name].partitions) == 2
    assert kafka.embedded is broker.embedded
    found = topics([replace(made, config=wanted)], kafka)
    told = [one.means for one in found if one.state is State.WRONG and made.name in one.means]
    assert told == (
        [] if broker.embedded else [f"records are removed sooner than set (retention.ms 60000): {made.name}"]
    )
