"""Three brokers of Kafka that are controllers too, each of which may be killed by itself."""

import asyncio
import json
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.kafka.jars import fetch, java, tool
from streams.ports import free_port
from streams.settings import KafkaSettings
from tests.chaos.schedule import BROKERS
from tests.chaos.wires import Wires
from tests.e2e.servers import Guard
from tests.waiting import until

SESSION_S = 6.0
HEARTBEAT_S = 0.5
STARTS_S = 240.0
IN_SYNC_S = 60.0
_ASK_S = 10.0
POLL_S = 0.5

_QUICK = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""A JVM that lives for a minute is faster without its big compiler and collector."""
_LEAN = ("-Djava.net.preferIPv4Stack=true", "-Xms384m", "-Xmx384m", *_QUICK)
"""By IPv4, since that is how the relay asks who connects."""

_PROPERTIES = """
process.roles=broker,controller
node.id={id}
listeners=PLAINTEXT://127.0.0.1:{port},CONTROLLER://127.0.0.1:{controller}
advertised.listeners=PLAINTEXT://127.0.0.1:{advertised}
inter.broker.listener.name=PLAINTEXT
controller.listener.names=CONTROLLER
controller.quorum.voters={voters}
log.dirs=topics
auto.create.topics.enable=false
message.max.bytes=8388608
replica.fetch.max.bytes=8388608
log.message.timestamp.type=LogAppendTime
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=3000
default.replication.factor=3
min.insync.replicas=2
offsets.topic.replication.factor=3
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=3
transaction.state.log.min.isr=2
transaction.state.log.num.partitions=4
share.coordinator.state.topic.replication.factor=3
share.coordinator.state.topic.min.isr=2
broker.session.timeout.ms=4000
broker.heartbeat.interval.ms=1000
replica.lag.time.max.ms=6000
num.network.threads=2
num.io.threads=2
background.threads=2
log.cleaner.dedupe.buffer.size=16777216
"""
"""Records are stamped at the append, since refolding takes the partitions in the order of time and workers'
clocks jump. Brokers are missed sooner than by default, so that more of them can be killed.
"""


class Broker:
    """One of them. It is reached by way of `wires`, by the other brokers too."""

    def __init__(self, id: int, folder: Path, guard: Guard) -> None:
        self.id = id
        self.name = BROKERS[id - 1]
        self.port, self.advertised, self.controller, self.vote = (free_port() for _ in range(4))
        self._folder = folder
        self._guard = guard
        self._process: subprocess.Popen[bytes] | None = None

    def format(self, cluster: str, voters: str) -> None:
        """Lay out its folder."""
        self._folder.mkdir(parents=True)
        properties = _PROPERTIES.format(
            id=self.id, port=self.port, controller=self.controller, advertised=self.advertised, voters=voters
        )
        (self._folder / "server.properties").write_text(properties)
        format = (
            "kafka.tools.StorageTool",
            "format",
            "--config",
            "server.properties",
            "--cluster-id",
            cluster,
        )
        tool(self._folder / "format.log", *format, folder=self._folder)

    def start(self) -> None:
        """Start it, and do not wait."""
        command, *rest = java(self._folder / "broker.log", "kafka.Kafka", "server.properties")
        with (self._folder / "console.log").open("ab") as log:
            self._process = subprocess.Popen(
                [command, *_LEAN, *rest],
                cwd=self._folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                process_group=self._guard.group,
            )

    def kill(self) -> None:
        """SIGKILL."""
        assert self._process
        self._process.kill()
        self._process.wait()

    @property
    def pid(self) -> int | None:
        """None where it does not run."""
        return self._process.pid if self._process and self._process.poll() is None else None

    def leader(self) -> int:
        """Whom it takes for the active controller; 0 if it knows of none."""
        state = self._folder / "topics/__cluster_metadata-0/quorum-state"
        try:
            return max(json.loads(state.read_text())["leaderId"], 0)
        except (OSError, ValueError):  # It is written anew at this moment.
            return 0


class Brokers:
    """All three."""

    def __init__(self, folder: Path, guard: Guard) -> None:
        self.all = [Broker(id, folder / name, guard) for id, name in enumerate(BROKERS, 1)]

    @property
    def addresses(self) -> tuple[str, ...]:
        """As clients know them."""
        return tuple(f"127.0.0.1:{broker.advertised}" for broker in self.all)

    async def start(self, wires: Wires) -> Self:
        """Format and start all, and wait until they serve."""
        await asyncio.to_thread(fetch)
        for broker in self.all:
            await wires.lead_to(broker.name, broker.port, broker.advertised)
            await wires.lead_to(broker.name, broker.controller, broker.vote)
        voters = ",".join(f"{broker.id}@127.0.0.1:{broker.vote}" for broker in self.all)
        cluster = "c2luZXJnaS1jaGFvcy0wMQ"
        await asyncio.gather(*(asyncio.to_thread(broker.format, cluster, voters) for broker in self.all))
        for broker in self.all:
            broker.start()
        await until(self._serve, "three brokers to serve", STARTS_S, POLL_S)
        return self

    def kill(self) -> None:
        """All of them."""
        for broker in self.all:
            if broker.pid:
                broker.kill()

    def controller(self) -> Broker | None:
        """The active one, as a broker that runs knows it."""
        leaders = {broker.leader() for broker in self.all if broker.pid}
        return next((broker for broker in self.all if broker.id in leaders and broker.pid), None)

    def settings(self) -> KafkaSettings:
        """As in production, but for times that suit a run of minutes."""
        return KafkaSettings(
            brokers=self.addresses,
            replication=len(self.all),
            session_timeout_s=SESSION_S,
            heartbeat_s=HEARTBEAT_S,
            rebalance_timeout_s=30,
        )

    async def in_sync(self, within_s: float = IN_SYNC_S) -> bool:
        """Wait until every replica has all; whether they did in time."""
        deadline = time.monotonic() + within_s
        while time.monotonic() < deadline:
            if all(broker.pid for broker in self.all) and await self._behind() == 0:
                return True
            await asyncio.sleep(POLL_S)
        return False

    async def _serve(self) -> bool:
        return await self._nodes() == len(self.all)

    async def _nodes(self) -> int:
        try:
            async with _Admin(self.addresses) as admin:
                return len((await admin.describe_cluster())["brokers"])
        except (KafkaError, OSError):
            return 0

    async def _behind(self) -> int | None:
        """Partitions of which a replica is not in sync; None if nobody says."""
        try:
            async with _Admin(self.addresses) as admin:
                topics = await admin.describe_topics()
        except (KafkaError, OSError, IndexError):  # aiokafka asks nobody where it knows of no broker.
            return None
        return sum(
            len(partition["isr"]) < len(partition["replicas"])
            for topic in topics
            for partition in topic["partitions"]
        )


class _Admin:
    def __init__(self, addresses: Sequence[str]) -> None:
        self._admin = AIOKafkaAdminClient(
            bootstrap_servers=list(addresses), request_timeout_ms=round(_ASK_S * 1000)
        )

    async def __aenter__(self) -> AIOKafkaAdminClient:
        try:
            await self._admin.start()
        except BaseException:
            await self._admin.close()
            raise
        return self._admin

    async def __aexit__(self, *_: object) -> None:
        await self._admin.close()
